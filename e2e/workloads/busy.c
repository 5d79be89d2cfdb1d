/*
 * Burns CPU in functions with known names: main > burn_outer > burn_inner.
 *
 *   busy SECONDS [PERCENT]
 *
 * Ends after SECONDS. With PERCENT it rests between its bursts of some milliseconds, so that it uses no more than that
 * share of one CPU.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static volatile unsigned long sink;

__attribute__((noinline)) void burn_inner(void) {
  for (int i = 0; i < 100000; i++) sink = sink * 2654435761u + (unsigned long)i;
}

__attribute__((noinline)) void burn_outer(void) {
  for (int i = 0; i < 20; i++) burn_inner();
  sink++;
}

static void rest(long long ns) {
  struct timespec pause = {ns / 1000000000, ns % 1000000000};
  nanosleep(&pause, NULL);
}

int main(int argc, char **argv) {
  time_t end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 60);
  int percent = argc > 2 ? atoi(argv[2]) : 100;
  while (time(NULL) < end) {
    clock_t start = clock();
    burn_outer();
    long long used = (long long)(clock() - start) * (1000000000 / CLOCKS_PER_SEC);
    if (percent < 100) rest(used * (100 - percent) / percent);
  }
  return sink == 42;
}
