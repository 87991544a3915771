#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wick::core {

enum class ParameterKind : std::uint8_t
{
    Integer,
    Number,
    Choice,
    Flag
};

/// One of the values of a parameter that is a choice.
struct ParameterChoice
{
    std::string token; ///< as on the command line: "three_quarter"
    std::string label; ///< for people: "Three quarters deep"

    friend bool operator==(const ParameterChoice&, const ParameterChoice&) = default;
};

/// One declared parameter of a strategy. Editor, command line and optimiser are generated from it.
struct ParameterDeclaration
{
    std::string name;  ///< as on the command line: "min_height_atr"
    std::string label; ///< for people: "Smallest gap"
    ParameterKind kind = ParameterKind::Number;
    double standard = 0.0; ///< default; of a Choice the index into `choices`, of a Flag 0 or 1
    double low = 0.0;
    double high = 0.0;
    double step = 0.0;
    std::string unit;
    std::string help; ///< one line
    std::vector<ParameterChoice> choices{};

    friend bool operator==(const ParameterDeclaration&, const ParameterDeclaration&) = default;
};

/// The tokens of a choice, in their order; empty for other kinds.
[[nodiscard]] std::vector<std::string> choiceTokens(const ParameterDeclaration& declaration);

/// Why a parameter was not taken. `nearest` is the declared name or choice that looks most like it.
struct ParameterError
{
    enum class Kind : std::uint8_t
    {
        UnknownName,
        NotANumber,
        OutOfRange,
        UnknownChoice
    };
    Kind kind{};
    std::string name;
    std::string text;
    std::string nearest;
    double low = 0.0;
    double high = 0.0;
};

/// The parameters of one strategy with their values. Always complete: what is not set has its
/// default.
class ParameterSet
{
public:
    explicit ParameterSet(std::vector<ParameterDeclaration> declarations);

    /// Sets one from text. Errors: see ParameterError; the set is unchanged then.
    Result<void, ParameterError> set(std::string_view name, std::string_view text);

    /// The value by name; asking for an undeclared one is a broken invariant and ends the program.
    [[nodiscard]] double number(std::string_view name) const;
    [[nodiscard]] int integer(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const;
    /// Index into the declared choices.
    [[nodiscard]] std::size_t choice(std::string_view name) const;

    [[nodiscard]] const std::vector<ParameterDeclaration>& declarations() const noexcept
    {
        return m_declarations;
    }
    /// The value as text, as `set` would read it.
    [[nodiscard]] std::string text(std::size_t index) const;
    /// "name=value" of all, in the order of declaration, blank between: the identity of a
    /// configuration.
    [[nodiscard]] std::string summary() const;

private:
    [[nodiscard]] std::size_t indexOf(std::string_view name) const;

    std::vector<ParameterDeclaration> m_declarations;
    std::vector<double> m_values;
};

} // namespace wick::core
