/* stamp N GAP: writes N lines, GAP microseconds apart, each with one write. A
 * line is T= and the time of the monotonic clock just before the write, in
 * nanoseconds. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const long second = 1000000000;

static void rest(long ns)
{
	struct timespec t = {.tv_sec = ns / second, .tv_nsec = ns % second};
	nanosleep(&t, NULL);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	long gap = atol(argv[2]) * 1000;
	rest(second / 20); /* until the reader waits */
	for (long n = atol(argv[1]); n > 0; n--) {
		char line[32];
		struct timespec t;
		rest(gap);
		clock_gettime(CLOCK_MONOTONIC, &t);
		int len = snprintf(line, sizeof line, "T=%ld\n", t.tv_sec * second + t.tv_nsec);
		if (write(STDOUT_FILENO, line, len) != len)
			return 1;
	}
	return 0;
}
