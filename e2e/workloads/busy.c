/* Burns CPU in functions with known names: main > burn_outer > burn_inner. Ends after argv[1] seconds. */
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

int main(int argc, char **argv) {
  time_t end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 60);
  while (time(NULL) < end) burn_outer();
  return sink == 42;
}
