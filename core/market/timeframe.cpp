#include "core/market/timeframe.h"

#include "core/base/unreachable.h"

#include <charconv>

namespace wick::core {

namespace {

struct Unit
{
    char letter = '\0';
    Duration length;
};

constexpr std::array<Unit, 4> kUnits{
    {{'d', days(1)}, {'h', hours(1)}, {'m', minutes(1)}, {'s', seconds(1)}}};

constexpr Duration kLongestSpan = days(3'650);

Result<Duration, TimeframeError>
parse(std::string_view text, Duration longest, TimeframeError outOfRange)
{
    std::int64_t count = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, count);
    if (error == std::errc::invalid_argument || rest + 1 != end || text.front() == '-') {
        return Failure{TimeframeError::NotATimeframe};
    }
    for (const Unit& unit : kUnits) {
        if (unit.letter != *rest) {
            continue;
        }
        const bool fits =
            error == std::errc{} && count >= 1 && count <= longest.count() / unit.length.count();
        if (!fits) {
            return Failure{outOfRange};
        }
        return unit.length * count;
    }
    return Failure{TimeframeError::NotATimeframe};
}

} // namespace

Result<Duration, TimeframeError> parseTimeframe(std::string_view text)
{
    return parse(text, days(1), TimeframeError::OutOfRange);
}

Result<Duration, TimeframeError> parseSpan(std::string_view text)
{
    return parse(text, kLongestSpan, TimeframeError::SpanOutOfRange);
}

std::string timeframeText(Duration timeframe)
{
    for (const Unit& unit : kUnits) {
        if (timeframe.count() % unit.length.count() == 0) {
            return std::to_string(timeframe.count() / unit.length.count()) + unit.letter;
        }
    }
    return std::to_string(timeframe.count()) + "ns";
}

std::string_view describe(TimeframeError error) noexcept
{
    switch (error) {
    case TimeframeError::NotATimeframe:
        return "is not a timeframe (a whole number and s, m, h or d, such as 5m)";
    case TimeframeError::SpanOutOfRange:
        return "is out of range (from one second to ten years)";
    case TimeframeError::OutOfRange:
        return "is out of range (a timeframe lasts from one second to one day)";
    }
    unreachable();
}

} // namespace wick::core
