/*
 * Makes known slow system calls and says how long each took by its own clock.
 *
 *   slow-calls SLEEPS FSYNCS FILE
 *
 * Prints "ready PID", waits for a line on stdin, then makes SLEEPS nanosleeps of 20 ms and FSYNCS fsyncs of 32 MiB of
 * fresh data, in turn, and prints "nanosleep NS" or "fsync NS" for each, then "end", and waits for stdin to close.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static char block[1 << 20];

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  int sleeps = atoi(argv[1]), fsyncs = atoi(argv[2]);
  int fd = open(argv[3], O_CREAT | O_RDWR | O_TRUNC, 0600);
  if (fd < 0) return 3;
  printf("ready %d\n", (int)getpid());
  fflush(stdout);
  char line[16];
  if (read(0, line, sizeof line) <= 0) return 4;
  struct timespec pause = {0, 20 * 1000 * 1000};
  for (int i = 0; i < sleeps || i < fsyncs; i++) {
    if (i < sleeps) {
      long long start = now();
      syscall(SYS_nanosleep, &pause, NULL);
      printf("nanosleep %lld\n", now() - start);
    }
    if (i < fsyncs) {
      memset(block, i, sizeof block);
      lseek(fd, 0, SEEK_SET);
      for (int k = 0; k < 32; k++)
        if (write(fd, block, sizeof block) < 0) return 5;
      long long start = now();
      fsync(fd);
      printf("fsync %lld\n", now() - start);
    }
  }
  printf("end\n");
  fflush(stdout);
  while (read(0, line, sizeof line) > 0) {}
  return 0;
}
