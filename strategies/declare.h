#pragma once

#include "core/strategy/parameters.h"

#include <string>
#include <utility>
#include <vector>

namespace wick::strategies {

enum class Switch : std::uint8_t
{
    Off,
    On
};

/// What a parameter is called on the command line, and by people.
struct ParameterName
{
    std::string token;
    std::string label;
};

// Short forms of a parameter declaration.

[[nodiscard]] inline core::ParameterDeclaration
whole(ParameterName name, int standard, int low, int high, std::string unit, std::string help)
{
    return {.name = std::move(name.token),
            .label = std::move(name.label),
            .kind = core::ParameterKind::Integer,
            .standard = static_cast<double>(standard),
            .low = static_cast<double>(low),
            .high = static_cast<double>(high),
            .step = 1.0,
            .unit = std::move(unit),
            .help = std::move(help)};
}

/// Lowest and highest value that may be set, and the step of an editor.
struct Range
{
    double low = 0.0;
    double high = 0.0;
    double step = 1.0;
};

[[nodiscard]] inline core::ParameterDeclaration
number(ParameterName name, double standard, Range range, std::string unit, std::string help)
{
    return {.name = std::move(name.token),
            .label = std::move(name.label),
            .kind = core::ParameterKind::Number,
            .standard = standard,
            .low = range.low,
            .high = range.high,
            .step = range.step,
            .unit = std::move(unit),
            .help = std::move(help)};
}

[[nodiscard]] inline core::ParameterDeclaration choice(ParameterName name,
                                                       std::vector<core::ParameterChoice> choices,
                                                       std::size_t standard,
                                                       std::string help)
{
    const auto last = static_cast<double>(choices.size() - 1);
    return {.name = std::move(name.token),
            .label = std::move(name.label),
            .kind = core::ParameterKind::Choice,
            .standard = static_cast<double>(standard),
            .low = 0.0,
            .high = last,
            .step = 1.0,
            .unit = {},
            .help = std::move(help),
            .choices = std::move(choices)};
}

[[nodiscard]] inline core::ParameterDeclaration
flag(ParameterName name, Switch standard, std::string help)
{
    return {.name = std::move(name.token),
            .label = std::move(name.label),
            .kind = core::ParameterKind::Flag,
            .standard = standard == Switch::On ? 1.0 : 0.0,
            .low = 0.0,
            .high = 1.0,
            .step = 1.0,
            .unit = {},
            .help = std::move(help)};
}

} // namespace wick::strategies
