// That a table which lacks an enumerator does not compile rests on is_enumerator().

#include "anyward/base/enum_names.hpp"

#include <doctest/doctest.h>

using namespace anyward;

namespace {

enum class Fruit { apple, pear2, plum };

constexpr auto fruit_names =
    enum_names<Fruit>({{Fruit::apple, "apple"}, {Fruit::pear2, "pear"}, {Fruit::plum, "plum"}});

static_assert(is_enumerator<Fruit::apple>());
static_assert(is_enumerator<Fruit::pear2>());
static_assert(is_enumerator<static_cast<Fruit>(2)>());
static_assert(!is_enumerator<static_cast<Fruit>(3)>());

} // namespace

TEST_CASE("enumerators and their names") {
    enum class Local { one };
    static_assert(is_enumerator<Local::one>());
    static_assert(!is_enumerator<static_cast<Local>(1)>());

    CHECK(fruit_names.of(Fruit::apple) == "apple");
    CHECK(fruit_names.of(Fruit::plum) == "plum");
    CHECK(fruit_names.value_from("pear") == Fruit::pear2);
    CHECK_FALSE(fruit_names.value_from("pear2"));
    CHECK_FALSE(fruit_names.value_from(""));
}
