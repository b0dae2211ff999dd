#include "anyward/announce/back_off.hpp"

#include "describe.hpp"

using namespace anyward;
using namespace std::chrono_literals;

TEST_CASE("back-off: over until something fails") {
    const BackOff back_off;
    CHECK(back_off.over(Time{}));
    CHECK_FALSE(back_off.until());
}

TEST_CASE("back-off: first as long as was asked for, then a second at least, doubled up to half a minute") {
    BackOff back_off;
    Time now{1h};
    for (const Duration delay : {Duration(100ms), Duration(1s), Duration(2s), Duration(4s), Duration(8s), Duration(16s),
                                 Duration(30s), Duration(30s)}) {
        back_off.fail(now, 100ms);
        CHECK(back_off.delay() == delay);
        CHECK_FALSE(back_off.over(now + delay - 1us));
        now += delay;
        CHECK(back_off.over(now));
    }
}

TEST_CASE("back-off: a first failure may cost nothing") {
    BackOff back_off;
    back_off.fail(Time{1h}, 0s);
    CHECK(back_off.over(Time{1h}));
    back_off.fail(Time{1h}, 0s);
    CHECK(back_off.delay() == 1s);
}

TEST_CASE("back-off: a minute without a failure is forgotten, a little less is not") {
    for (const Duration quiet : {Duration(60s), Duration(60s + 1us)}) {
        BackOff back_off;
        back_off.fail(Time{1h}, 100ms);
        back_off.fail(Time{1h} + 100ms + quiet, 100ms);
        CHECK(back_off.delay() == (quiet > 60s ? Duration(100ms) : Duration(1s)));
    }
}
