#include "core/strategy/parameters.h"

#include "core/base/nearestname.h"
#include "core/base/unreachable.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace wick::core {

namespace {

std::optional<double> readNumber(std::string_view text)
{
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::optional<double> readFlag(std::string_view text)
{
    if (text == "on" || text == "true" || text == "1") {
        return 1.0;
    }
    if (text == "off" || text == "false" || text == "0") {
        return 0.0;
    }
    return std::nullopt;
}

Result<double, ParameterError> readValue(const ParameterDeclaration& declared,
                                         std::string_view text)
{
    ParameterError error{.name = declared.name,
                         .text = std::string{text},
                         .nearest = {},
                         .low = declared.low,
                         .high = declared.high};
    switch (declared.kind) {
    case ParameterKind::Choice: {
        const auto found =
            std::find_if(declared.choices.begin(), declared.choices.end(),
                         [text](const ParameterChoice& choice) { return choice.token == text; });
        if (found == declared.choices.end()) {
            error.kind = ParameterError::Kind::UnknownChoice;
            error.nearest = nearestName(text, choiceTokens(declared));
            return Failure{error};
        }
        return static_cast<double>(found - declared.choices.begin());
    }
    case ParameterKind::Flag: {
        const auto flag = readFlag(text);
        if (!flag) {
            error.kind = ParameterError::Kind::UnknownChoice;
            error.nearest = "on";
            return Failure{error};
        }
        return *flag;
    }
    case ParameterKind::Integer:
    case ParameterKind::Number: {
        const auto number = readNumber(text);
        const bool whole = declared.kind == ParameterKind::Number;
        if (!number || !(whole || *number == std::floor(*number))) {
            error.kind = ParameterError::Kind::NotANumber;
            return Failure{error};
        }
        if (*number < declared.low || *number > declared.high) {
            error.kind = ParameterError::Kind::OutOfRange;
            return Failure{error};
        }
        return *number;
    }
    }
    unreachable();
}

} // namespace

std::vector<std::string> choiceTokens(const ParameterDeclaration& declaration)
{
    std::vector<std::string> tokens;
    tokens.reserve(declaration.choices.size());
    for (const ParameterChoice& choice : declaration.choices) {
        tokens.push_back(choice.token);
    }
    return tokens;
}

ParameterSet::ParameterSet(std::vector<ParameterDeclaration> declarations)
    : m_declarations(std::move(declarations))
{
    m_values.reserve(m_declarations.size());
    for (const auto& declared : m_declarations) {
        m_values.push_back(declared.standard);
    }
}

Result<void, ParameterError> ParameterSet::set(std::string_view name, std::string_view text)
{
    for (std::size_t i = 0; i < m_declarations.size(); ++i) {
        if (m_declarations[i].name == name) {
            const auto value = readValue(m_declarations[i], text);
            if (!value) {
                return Failure{value.error()};
            }
            m_values[i] = *value;
            return {};
        }
    }
    std::vector<std::string> names;
    for (const auto& declared : m_declarations) {
        names.push_back(declared.name);
    }
    return Failure{ParameterError{.kind = ParameterError::Kind::UnknownName,
                                  .name = std::string{name},
                                  .text = std::string{text},
                                  .nearest = nearestName(name, names)}};
}

std::size_t ParameterSet::indexOf(std::string_view name) const
{
    for (std::size_t i = 0; i < m_declarations.size(); ++i) {
        if (m_declarations[i].name == name) {
            return i;
        }
    }
    unreachable();
}

double ParameterSet::number(std::string_view name) const
{
    return m_values[indexOf(name)];
}

int ParameterSet::integer(std::string_view name) const
{
    return static_cast<int>(m_values[indexOf(name)]);
}

bool ParameterSet::flag(std::string_view name) const
{
    return m_values[indexOf(name)] != 0.0;
}

std::size_t ParameterSet::choice(std::string_view name) const
{
    return static_cast<std::size_t>(m_values[indexOf(name)]);
}

std::string ParameterSet::text(std::size_t index) const
{
    const auto& declared = m_declarations[index];
    const double value = m_values[index];
    switch (declared.kind) {
    case ParameterKind::Choice:
        return declared.choices[static_cast<std::size_t>(value)].token;
    case ParameterKind::Flag:
        return value != 0.0 ? "on" : "off";
    case ParameterKind::Integer:
    case ParameterKind::Number:
        break;
    }
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return std::string{buffer.data(), end};
}

std::string ParameterSet::summary() const
{
    std::string line;
    for (std::size_t i = 0; i < m_declarations.size(); ++i) {
        line += (i == 0 ? "" : " ") + m_declarations[i].name + "=" + text(i);
    }
    return line;
}

} // namespace wick::core
