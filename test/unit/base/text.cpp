#include "anyward/base/text.hpp"

#include <doctest/doctest.h>

using namespace anyward;

TEST_CASE("text: without the blanks around it") {
    CHECK(trimmed("\t a  b \r") == "a  b");
    CHECK(trimmed("a") == "a");
    CHECK(trimmed(" \t\r").empty());
    CHECK(trimmed("").empty());
    CHECK(trimmed(" a\n") == "a\n");
}

TEST_CASE("text: printable, whatever was sent") {
    CHECK(printable("a b~") == "a b~");
    CHECK(printable("\n\x1b[31m\x7f\xc3\xa4") == "??[31m???");
    CHECK(printable(std::string("a\0b", 3)) == "a?b");
    CHECK(printable("").empty());
}

TEST_CASE("text: shortened to one line of a log") {
    const std::string longest(200, 'a');
    CHECK(shortened(longest) == longest);
    CHECK(shortened(longest + "b") == longest + "...");
    CHECK(shortened("").empty());
}
