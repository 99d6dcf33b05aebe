org.unrolled.notebook.Kernel.start();
