/*
 * orderd: a small order server that is slow for two honest reasons, to take the sample captures from.
 *
 *   orderd SECONDS            as it was found: looks each price up by walking the catalogue
 *   orderd --fixed SECONDS    the fix: a hash index over the catalogue
 *
 * Three workers price orders and put them into a shared journal, which one flusher writes and fsyncs.
 * Every 40th batch is a nightly-report-sized one, so that some fsyncs are far slower than the rest.
 * Build: cc -O2 -fno-omit-frame-pointer -pthread -o orderd orderd.c
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NOINLINE __attribute__((noinline))
#define ARTICLES 6000
#define WORKERS 3
#define BUCKETS 16384

struct article { char sku[24]; long cents; int next; };
static struct article catalogue[ARTICLES];
static int index_heads[BUCKETS];
static int fixed;
static atomic_int stop;
static pthread_mutex_t journal_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t journal_ready = PTHREAD_COND_INITIALIZER;
static char journal[1 << 20];
static size_t journal_used;

static NOINLINE unsigned hash_sku(const char *sku) {
  unsigned h = 2166136261u;
  for (; *sku; sku++) h = (h ^ (unsigned char)*sku) * 16777619u;
  return h;
}

static NOINLINE int compare_sku(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return (unsigned char)*a - (unsigned char)*b;
}

static NOINLINE long find_price_by_scan(const char *sku) {
  for (int i = 0; i < ARTICLES; i++)
    if (compare_sku(catalogue[i].sku, sku) == 0) return catalogue[i].cents;
  return -1;
}

static NOINLINE long find_price_by_hash(const char *sku) {
  for (int i = index_heads[hash_sku(sku) % BUCKETS]; i >= 0; i = catalogue[i].next)
    if (compare_sku(catalogue[i].sku, sku) == 0) return catalogue[i].cents;
  return -1;
}

static NOINLINE long price_order(unsigned *seed, int lines) {
  long total = 0;
  for (int i = 0; i < lines; i++) {
    char sku[24];
    snprintf(sku, sizeof sku, "SKU-EU-2026-%06d", rand_r(seed) % ARTICLES);
    total += fixed ? find_price_by_hash(sku) : find_price_by_scan(sku);
  }
  return total;
}

static NOINLINE unsigned checksum_order(const char *text, size_t length) {
  unsigned a = 1, b = 0;
  for (size_t i = 0; i < length; i++) a = (a + (unsigned char)text[i]) % 65521, b = (b + a) % 65521;
  return b << 16 | a;
}

static NOINLINE size_t format_order(char *out, size_t room, unsigned *seed, long total) {
  size_t used = 0;
  for (int i = 0; i < 12; i++)
    used += (size_t)snprintf(out + used, room - used, "{\"line\":%d,\"qty\":%d,\"note\":\"left at the door\"}", i, rand_r(seed) % 9);
  used += (size_t)snprintf(out + used, room - used, "{\"total\":%ld}", total);
  unsigned sum = 0;
  for (int i = 0; i < 40; i++) sum ^= checksum_order(out, used);
  return used + (size_t)snprintf(out + used, room - used, "{\"sum\":%u}\n", sum);
}

static NOINLINE void append_journal(const char *text, size_t length) {
  pthread_mutex_lock(&journal_lock);
  if (journal_used + length < sizeof journal) memcpy(journal + journal_used, text, length), journal_used += length;
  pthread_cond_signal(&journal_ready);
  pthread_mutex_unlock(&journal_lock);
}

static NOINLINE void handle_order(unsigned *seed) {
  char text[2048];
  long total = price_order(seed, 24);
  append_journal(text, format_order(text, sizeof text, seed, total));
}

static void *worker(void *name) {
  unsigned seed = (unsigned)(size_t)name * 7919u;
  char comm[16];
  snprintf(comm, sizeof comm, "worker-%d", (int)(size_t)name);
  pthread_setname_np(pthread_self(), comm);
  while (!stop) {
    handle_order(&seed);
    struct timespec pause = { 0, 300000 + rand_r(&seed) % 1200000 };
    nanosleep(&pause, NULL);
  }
  return NULL;
}

static NOINLINE void write_report(int fd) {
  static char page[1 << 16];
  for (int i = 0; i < 768; i++)
    if (write(fd, page, sizeof page) < 0) return;
}

static NOINLINE void flush_journal(int fd, int batch) {
  static char out[sizeof journal];
  pthread_mutex_lock(&journal_lock);
  while (journal_used == 0 && !stop) pthread_cond_wait(&journal_ready, &journal_lock);
  size_t length = journal_used;
  memcpy(out, journal, length);
  journal_used = 0;
  pthread_mutex_unlock(&journal_lock);
  if (write(fd, out, length) < 0) return;
  if (batch % 40 == 39) write_report(fd);
  fdatasync(fd);
}

static void *flusher(void *path) {
  pthread_setname_np(pthread_self(), "flusher");
  int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
  for (int batch = 0; !stop; batch++) {
    flush_journal(fd, batch);
    struct timespec pause = { 0, 20000000 };
    nanosleep(&pause, NULL);
    if (batch % 40 == 39 && ftruncate(fd, 0) == 0) lseek(fd, 0, SEEK_SET);
  }
  close(fd);
  unlink(path);
  return NULL;
}

int main(int argc, char **argv) {
  fixed = argc > 1 && strcmp(argv[1], "--fixed") == 0;
  int seconds = argc > 1 + fixed ? atoi(argv[1 + fixed]) : 10;
  memset(index_heads, -1, sizeof index_heads);
  for (int i = 0; i < ARTICLES; i++) {
    snprintf(catalogue[i].sku, sizeof catalogue[i].sku, "SKU-EU-2026-%06d", i);
    catalogue[i].cents = 100 + i % 900;
    unsigned bucket = hash_sku(catalogue[i].sku) % BUCKETS;
    catalogue[i].next = index_heads[bucket];
    index_heads[bucket] = i;
  }
  pthread_t threads[WORKERS + 1];
  for (size_t i = 0; i < WORKERS; i++) pthread_create(&threads[i], NULL, worker, (void *)(i + 1));
  pthread_create(&threads[WORKERS], NULL, flusher, "/var/tmp/orderd.journal");
  sleep((unsigned)seconds);
  stop = 1;
  pthread_cond_broadcast(&journal_ready);
  for (int i = 0; i <= WORKERS; i++) pthread_join(threads[i], NULL);
  return 0;
}
