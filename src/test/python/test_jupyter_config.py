"""What JupyterLab makes of the settings in src/main/jupyter, without starting it."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

try:
    import jupyterlab_server  # noqa: F401
except ImportError as reason:
    raise unittest.SkipTest(str(reason))

SETTINGS = Path(__file__).resolve().parents[3] / "src" / "main" / "jupyter"


class SettingsTest(unittest.TestCase):

    def answer(self, code):
        environment = dict(os.environ, JUPYTER_CONFIG_PATH=str(SETTINGS), PYTHONDONTWRITEBYTECODE="1")
        return subprocess.run([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True,
                              check=True, timeout=120).stdout

    def test_a_student_sees_no_menus_of_nbgrader(self):
        self.assertIn("@jupyter/nbgrader", self.answer(
            "from jupyterlab.commands import get_app_dir\nfrom jupyterlab_server.config import get_page_config\n"
            "print(get_page_config([], get_app_dir() + '/settings')['disabledExtensions'])"))

    def test_the_server_cuts_off_no_output(self):
        self.assertEqual("False", self.answer(
            "from jupyter_server.serverapp import ServerApp\nfrom jupyter_server.services.kernels.connection.channels "
            "import ZMQChannelsWebsocketConnection as Connection\napp = ServerApp()\napp.load_config_file()\n"
            "print(app.config['ZMQChannelsWebsocketConnection']['limit_rate'])").strip().splitlines()[-1])


if __name__ == "__main__":
    unittest.main()
