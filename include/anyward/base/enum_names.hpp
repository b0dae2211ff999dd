#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace anyward {

/// Whether a value of an enumeration has a name there. The compiler says so: GCC and clang write a template's argument
/// as `anyward::State::up`, and as the cast `(anyward::State)5` where no enumerator has that value.
template <auto Value> consteval bool is_enumerator() {
    constexpr std::string_view function = __PRETTY_FUNCTION__;
    constexpr char after = function[function.rfind(')') + 1];
    return after < '0' || after > '9';
}

/// A text for each enumerator: its name, or what else is said of it. See enum_names().
template <typename Enum, std::size_t N> struct EnumNames {
    std::array<std::string_view, N> names; ///< by enumerator

    [[nodiscard]] constexpr std::string_view of(Enum value) const { return names.at(static_cast<std::size_t>(value)); }
    /// @return the first enumerator of that name; nothing where none has it
    [[nodiscard]] constexpr std::optional<Enum> value_from(std::string_view name) const {
        for (std::size_t i = 0; i < N; ++i) {
            if (names[i] == name) {
                return static_cast<Enum>(i);
            }
        }
        return std::nullopt;
    }
};

template <typename Enum> struct EnumName {
    Enum value;
    std::string_view name;
};

/// Makes the table of an `enum class` that counts from 0: `enum_names<Hold>({{Hold::always, "always"}, ...})`. It does
/// not compile unless it has every enumerator, in their order.
template <typename Enum, std::size_t N> consteval EnumNames<Enum, N> enum_names(const EnumName<Enum> (&entries)[N]) {
    static_assert(!is_enumerator<static_cast<Enum>(N)>(), "the table lacks the last enumerator, or more");
    EnumNames<Enum, N> table{};
    for (std::size_t i = 0; i < N; ++i) {
        if (entries[i].value != static_cast<Enum>(i)) {
            throw "the table is not in the order of the enumerators, or lacks one";
        }
        table.names[i] = entries[i].name;
    }
    return table;
}

} // namespace anyward
