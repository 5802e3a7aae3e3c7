/* relay ARGUMENT...: is ctorrent to who starts it. What ctorrent writes to its
 * standard output is passed on as it comes. The time of the monotonic clock just
 * before the client's word that its download is complete was passed on is
 * written, after it, to the file that is called like this program with .stamp
 * added. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char client[] = "ctorrent";
static const char word[] = "Download complete.";

static void note(const char *self, struct timespec t)
{
	char path[4096];
	snprintf(path, sizeof path, "%s.stamp", self);
	FILE *f = fopen(path, "w");
	if (!f)
		exit(1);
	fprintf(f, "%ld\n", t.tv_sec * 1000000000L + t.tv_nsec);
	fclose(f);
}

int main(int argc, char **argv)
{
	int out[2], status;
	char chunk[65536];
	ssize_t n;
	pid_t pid;
	const char *self = argv[0];
	(void)argc;
	if (pipe2(out, O_CLOEXEC) || (pid = fork()) < 0)
		return 1;
	if (pid == 0) {
		dup2(out[1], STDOUT_FILENO);
		argv[0] = client;
		execvp(client, argv);
		_exit(127);
	}
	close(out[1]);
	/* Signals to the group are the client's to obey; its end ends this. */
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	while ((n = read(out[0], chunk, sizeof chunk)) > 0) {
		struct timespec t;
		clock_gettime(CLOCK_MONOTONIC, &t);
		if (write(STDOUT_FILENO, chunk, n) != n)
			return 1;
		if (memmem(chunk, n, word, strlen(word)))
			note(self, t);
	}
	if (waitpid(pid, &status, 0) != pid)
		return 1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
