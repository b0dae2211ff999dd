#include "anyward/base/process.hpp"

#include "describe.hpp"

using namespace anyward;

TEST_CASE("process: the last line that is not empty") {
    CHECK(last_line("one\ntwo\n") == "two");
    CHECK(last_line("one\r\ntwo\r\n\r\n") == "two");
    CHECK(last_line("without an end") == "without an end");
    CHECK(last_line("one\n\n\n") == "one");
    CHECK(last_line("one\n \n") == " ");
    CHECK(last_line("\n\r\n").empty());
    CHECK(last_line("").empty());
}
