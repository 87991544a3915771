#pragma once

#include "core/domain/units.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick::session {

/// A word in a sentence, not longer than anybody wants to read.
[[nodiscard]] std::string quoted(std::string_view word);

/// The words of one line, taken from the front; what follows a '#' is none. After the first mistake
/// everything else is empty and only that mistake is kept.
class Words
{
public:
    explicit Words(std::string_view line);

    [[nodiscard]] bool empty() const noexcept { return m_next >= m_words.size(); }
    /// The next word; empty at the end.
    [[nodiscard]] std::string_view peek() const noexcept
    {
        return empty() ? std::string_view{} : m_words[m_next];
    }
    /// `what` is missing when there is none.
    std::string_view take(std::string_view what);
    /// Takes the word when it is this one.
    bool takes(std::string_view word);
    /// What is left, with single blanks.
    std::string rest();
    /// The place of the word among the known ones; 0 after a mistake.
    std::size_t oneOf(std::string_view what, std::span<const std::string_view> known);
    /// A number with so many decimals, counted in the last of them; 0 after a mistake.
    std::int64_t scaled(std::string_view what, int decimals);
    /// "500ms", "5s", "10m", "24h", "2d", with decimals if wanted; at most a year.
    core::Duration duration(std::string_view what);

    /// Nothing may be left.
    void finish();
    void
    unknown(std::string_view what, std::string_view word, const std::vector<std::string>& known);
    void fail(std::string sentence);
    [[nodiscard]] bool failed() const noexcept { return !m_problem.empty(); }
    [[nodiscard]] const std::string& problem() const noexcept { return m_problem; }

private:
    std::vector<std::string_view> m_words;
    std::size_t m_next = 0;
    std::string m_problem;
};

/// "00:05", "23:59:59.999"; nothing for any other text.
[[nodiscard]] std::optional<core::Duration> timeOfDay(std::string_view text);

} // namespace wick::session
