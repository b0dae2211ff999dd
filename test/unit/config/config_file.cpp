#include "anyward/config/config_file.hpp"

#include "anyward/base/usage_error.hpp"
#include "describe.hpp"
#include "temporary_file.hpp"

using namespace anyward;

namespace {

/// "number key=value" of each line, so that a comparison shows all of it.
std::string read(std::string_view text) {
    std::string result;
    for (const auto& line : parse_config(text)) {
        result += std::to_string(line.number) + " " + line.key + "=" + line.value + "\n";
    }
    return result;
}

std::string error_of(std::string_view text) {
    try {
        return "no error, but " + read(text);
    } catch (const UsageError& error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("config: key = value, with and without blanks, tabs and carriage returns") {
    CHECK(read("rise = 3\n") == "1 rise=3\n");
    CHECK(read("rise=3") == "1 rise=3\n");
    CHECK(read("\t rise \t=\t 3 \r\n") == "1 rise=3\n");
    CHECK(read("").empty());
    CHECK(read("\n \n\t\n").empty());
}

TEST_CASE("config: the value runs to the end of the line, with its blanks, quotes, signs and hashes") {
    CHECK(read("check = @127.0.0.1#5353 . SOA  expect=any") == "1 check=@127.0.0.1#5353 . SOA  expect=any\n");
    CHECK(read("check = \"a b\" 'c'; # not a comment") == "1 check=\"a b\" 'c'; # not a comment\n");
    CHECK(read("check = a\\") == "1 check=a\\\n");
}

TEST_CASE("config: a # at the start of a line makes a comment, and lines are counted with them") {
    CHECK(read("# rise = 3\n\n  # indented\nfall = 2\n#") == "4 fall=2\n");
}

TEST_CASE("config: a key may come again, next to itself or not, and the order is kept") {
    CHECK(read("check = a\nfall = 2\ncheck = b\ncheck = a\n") == "1 check=a\n2 fall=2\n3 check=b\n4 check=a\n");
}

TEST_CASE("config: a line of another form is refused with its number and text") {
    CHECK(lacks(error_of("rise = 3\n\nfall 2\n"), {"line 3", "'fall 2'", "key = value"}) == "");
    CHECK(lacks(error_of("= 3"), {"line 1", "'= 3'"}) == "");
    CHECK(lacks(error_of("rise ="), {"line 1", "'rise ='"}) == "");
    CHECK(lacks(error_of("rise = \t\nfall = 2"), {"line 1"}) == "");
    CHECK(lacks(error_of("[section]"), {"line 1", "'[section]'"}) == "");
}

TEST_CASE("config: a file is read whole, and as it is") {
    const TemporaryFile file("rise = 3\r\n\n# no end of line");
    CHECK(read_config_file(file.path()) == "rise = 3\r\n\n# no end of line");
    const TemporaryFile empty("");
    CHECK(read_config_file(empty.path()).empty());
}

TEST_CASE("config: a file that is not there, or is none, is a usage error that says so") {
    const TemporaryFile file("");
    CHECK_THROWS_WITH_AS(read_config_file(file.path() + ".missing"), "cannot read it: No such file or directory",
                         UsageError);
    CHECK_THROWS_AS(read_config_file("/"), UsageError);
    CHECK_THROWS_AS(read_config_file(""), UsageError);
}
