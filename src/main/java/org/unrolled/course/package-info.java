/**
 * What a notebook of the course needs beside its subject: its mode, the figures it asserts, a report of the machine.
 * May use every other package; none may use this one.
 */
package org.unrolled.course;
