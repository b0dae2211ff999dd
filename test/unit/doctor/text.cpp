#include "anyward/doctor/text.hpp"

#include "doctor.hpp"

using namespace anyward;
using namespace anyward::doctor;

TEST_CASE("lists in sentences") {
    CHECK(join_with_and({}).empty());
    CHECK(join_with_and({"a"}) == "a");
    CHECK(join_with_and({"a", "b"}) == "a and b");
    CHECK(join_with_and({"a", "b", "c"}) == "a, b and c");
}

TEST_CASE("lines and words of what other programs print") {
    using Views = std::vector<std::string_view>;
    CHECK(lines_of("") == Views{});
    CHECK(lines_of("one\n\ntwo") == Views{"one", "", "two"});
    CHECK(lines_of("one\n") == Views{"one"});
    CHECK(words_of(" \tmatch  metric\t2000\r") == Views{"match", "metric", "2000"});
    CHECK(words_of(" \t") == Views{});
}
