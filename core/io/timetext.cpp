#include "core/io/timetext.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>

namespace wick::io {

using core::Timestamp;

namespace {

constexpr std::size_t kFewestEpochDigits = 9;
constexpr std::int64_t kMostMilliseconds = 7'258'118'400'000; // 2200-01-01

/// Takes parts of a fixed width off the front of a text.
class Scanner
{
public:
    explicit Scanner(std::string_view text)
        : m_rest(text)
    {}

    [[nodiscard]] bool done() const noexcept { return m_rest.empty(); }
    bool skip(char wanted) noexcept
    {
        if (m_rest.empty() || m_rest.front() != wanted) {
            return false;
        }
        m_rest.remove_prefix(1);
        return true;
    }
    /// A number of exactly `digits` digits that is at most `most`.
    bool number(std::size_t digits, int most, int& value) noexcept
    {
        if (m_rest.size() < digits) {
            return false;
        }
        const char* const end = m_rest.data() + digits;
        const bool plain =
            std::all_of(m_rest.data(), end, [](char c) { return c >= '0' && c <= '9'; });
        if (!plain || std::from_chars(m_rest.data(), end, value).ptr != end || value > most) {
            return false;
        }
        m_rest.remove_prefix(digits);
        return true;
    }

private:
    std::string_view m_rest;
};

[[nodiscard]] std::optional<Timestamp> parseEpoch(std::string_view text)
{
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || rest != end || value < 0 || value > kMostMilliseconds) {
        return std::nullopt;
    }
    return core::fromMilliseconds(value);
}

[[nodiscard]] bool parseClock(Scanner& scan, int& milliseconds)
{
    int hour = 0;
    int minute = 0;
    int second = 0;
    int fraction = 0;
    if (!scan.number(2, 23, hour) || !scan.skip(':') || !scan.number(2, 59, minute)) {
        return false;
    }
    if (scan.skip(':') && !scan.number(2, 59, second)) {
        return false;
    }
    if (scan.skip('.') && !scan.number(3, 999, fraction)) {
        return false;
    }
    scan.skip('Z');
    milliseconds = ((hour * 60 + minute) * 60 + second) * 1'000 + fraction;
    return true;
}

} // namespace

std::string isoText(Timestamp at)
{
    using namespace std::chrono;
    const sys_time<nanoseconds> time{nanoseconds{at.count()}};
    const sys_days day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<milliseconds>(time) - day};
    std::array<char, 64> buffer{};
    const int length = std::snprintf(
        buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
        static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
        static_cast<int>(clock.subseconds().count()));
    return std::string(buffer.data(), static_cast<std::size_t>(length));
}

std::optional<Timestamp> parseTime(std::string_view text)
{
    if (text.size() >= kFewestEpochDigits
        && text.find_first_not_of("0123456789") == std::string_view::npos)
    {
        return parseEpoch(text);
    }
    using namespace std::chrono;
    Scanner scan{text};
    int y = 0;
    int m = 0;
    int d = 0;
    if (!scan.number(4, 2200, y) || !scan.skip('-') || !scan.number(2, 12, m) || !scan.skip('-')
        || !scan.number(2, 31, d))
    {
        return std::nullopt;
    }
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                              day{static_cast<unsigned>(d)}};
    int clock = 0;
    const bool timed = scan.skip('T') || scan.skip(' ');
    if (!date.ok() || y < 1970 || (timed && !parseClock(scan, clock)) || !scan.done()) {
        return std::nullopt;
    }
    const std::int64_t dayStart = sys_days{date}.time_since_epoch().count() * 86'400'000LL;
    return core::fromMilliseconds(dayStart + clock);
}

} // namespace wick::io
