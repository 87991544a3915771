#include "app/session/scenariowords.h"

#include "core/base/decimal.h"
#include "core/base/nearestname.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wick::session {

using namespace wick::core;

std::string quoted(std::string_view word)
{
    return "'" + std::string{word.substr(0, 60)} + "'";
}

Words::Words(std::string_view line)
{
    while (true) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        if (line.empty() || line.front() == '#') {
            return;
        }
        const std::string_view word = line.substr(0, line.find_first_of(" \t\r"));
        m_words.push_back(word);
        line.remove_prefix(word.size());
    }
}

std::string_view Words::take(std::string_view what)
{
    if (empty()) {
        fail("is not complete: " + std::string{what} + " is missing");
        return {};
    }
    return m_words[m_next++];
}

bool Words::takes(std::string_view word)
{
    if (failed() || peek() != word) {
        return false;
    }
    ++m_next;
    return true;
}

std::string Words::rest()
{
    std::string all;
    while (!empty()) {
        all += (all.empty() ? "" : " ") + std::string{m_words[m_next++]};
    }
    return all;
}

std::size_t Words::oneOf(std::string_view what, std::span<const std::string_view> known)
{
    const std::string_view word = take(what);
    const auto found = std::find(known.begin(), known.end(), word);
    if (found == known.end()) {
        unknown(what, word, {known.begin(), known.end()});
        return 0;
    }
    return static_cast<std::size_t>(found - known.begin());
}

std::int64_t Words::scaled(std::string_view what, int decimals)
{
    const std::string_view text = take(what);
    const auto value = parseScaled(text, decimals);
    if (!value && !failed()) {
        fail("has a " + std::string{what} + " that " + std::string{describe(value.error())} + ": "
             + quoted(text));
    }
    return value ? *value : 0;
}

Duration Words::duration(std::string_view what)
{
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> kUnits{
        {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
    constexpr std::int64_t kYear = 366LL * 86'400'000;
    const std::string_view text = take(what);
    const auto digits = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto number = parseScaled(text.substr(0, digits), 3);
    for (const auto& [unit, milli] : kUnits) {
        if (number && text.substr(digits) == unit && *number <= kYear * 1'000 / milli) {
            return Duration{*number * milli * 1'000};
        }
    }
    fail("has a " + std::string{what}
         + " that is not a time like 500ms, 5s, 10m, 24h, 2d: " + quoted(text));
    return {};
}

void Words::finish()
{
    if (!failed() && !empty()) {
        fail("goes on after its end: " + quoted(peek()));
    }
}

void Words::unknown(std::string_view what,
                    std::string_view word,
                    const std::vector<std::string>& known)
{
    const std::string near = nearestName(word, known);
    fail("has an unknown " + std::string{what} + ' ' + quoted(word)
         + (near.empty() ? std::string{} : "; did you mean " + quoted(near) + '?'));
}

void Words::fail(std::string sentence)
{
    if (m_problem.empty()) {
        m_problem = std::move(sentence);
    }
    m_next = m_words.size();
}

std::optional<Duration> timeOfDay(std::string_view text)
{
    std::array<std::int64_t, 3> parts{};
    std::size_t count = 0;
    while (count < parts.size() && !text.empty()) {
        const std::string_view part = text.substr(0, text.find(':'));
        const auto value = parseScaled(part, count == 2 ? 3 : 0);
        if (!value || *value < 0 || part.front() == '+') {
            return std::nullopt;
        }
        parts[count++] = *value;
        text.remove_prefix(std::min(part.size() + 1, text.size()));
    }
    if (!text.empty() || count < 2 || parts[0] > 23 || parts[1] > 59 || parts[2] > 59'999) {
        return std::nullopt;
    }
    return hours(parts[0]) + minutes(parts[1]) + milliseconds(parts[2]);
}

} // namespace wick::session
