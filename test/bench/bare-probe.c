/* bare-probe NAMESERVER-ADDRESS: what no probe can do without. Every 500 ms it asks the nameserver twice for yetiops.net A,
 * each time from a new socket and so from a new port, and waits for the answer; nothing is looked at. The cost bench
 * measures it beside anyward, which has as many probes a second at its defaults. */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void must(int ok, const char *what) {
    if (!ok) {
        perror(what);
        exit(1);
    }
}

static void ask(const struct sockaddr_in *nameserver) {
    static const unsigned char question[] = {0,   1,   1,   0,   0,   1,   0, 0,   0,   0,   0, 0, 7, 'y',
                                             'e', 't', 'i', 'o', 'p', 's', 3, 'n', 'e', 't', 0, 0, 1, 0,   1};
    unsigned char answer[4096];
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    must(fd >= 0 && connect(fd, (const struct sockaddr *)nameserver, sizeof *nameserver) == 0, "connect");
    must(send(fd, question, sizeof question, 0) == sizeof question, "send");
    struct pollfd readable = {.fd = fd, .events = POLLIN};
    must(poll(&readable, 1, 300) == 1 && recv(fd, answer, sizeof answer, 0) > 0, "recv");
    close(fd);
}

int main(int argc, char **argv) {
    struct sockaddr_in nameserver = {.sin_family = AF_INET, .sin_port = htons(53)};
    must(argc == 2 && inet_pton(AF_INET, argv[1], &nameserver.sin_addr) == 1, "bare-probe NAMESERVER-ADDRESS");
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (;;) {
        next.tv_sec += next.tv_nsec >= 500000000L;
        next.tv_nsec = (next.tv_nsec + 500000000L) % 1000000000L;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
        ask(&nameserver);
        ask(&nameserver);
    }
}
