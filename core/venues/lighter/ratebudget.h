#pragma once

#include "core/domain/units.h"

#include <cstddef>
#include <cstdint>
#include <deque>

namespace wick::lighter {

/// What a request is for, the most urgent first.
enum class Spending : std::uint8_t
{
    Exit, ///< cancels, stops, exits
    Entry,
    Nonce,
    AccountRead,
    HistoryRead
};

/// Requests of the last minute of one account, counted before they leave. A part is kept for exits
/// and never lent. The venue's own limit is higher: what is planned leaves room for what we do not
/// see.
class RateBudget
{
public:
    struct Limits
    {
        std::size_t planned = 48;  ///< a minute, of the 60 of a standard account
        std::size_t forExits = 20; ///< of these
    };

    RateBudget() = default;
    explicit RateBudget(const Limits& limits) noexcept
        : m_limits(limits)
    {}

    /// Counts one request, or refuses it.
    [[nodiscard]] bool spend(Spending what, core::Timestamp now);
    /// When the next one of this kind may leave; `now` or earlier is at once.
    [[nodiscard]] core::Timestamp freeAt(Spending what, core::Timestamp now) const;
    /// The venue said that it was too much: nothing leaves until then.
    void blockUntil(core::Timestamp time) noexcept;

    /// For the gauge.
    [[nodiscard]] std::size_t spent(core::Timestamp now) const;
    [[nodiscard]] const Limits& limits() const noexcept { return m_limits; }

private:
    struct Entry
    {
        core::Timestamp time;
        bool exit = false;
    };

    [[nodiscard]] std::size_t count(core::Timestamp now, bool exitsToo) const;

    Limits m_limits;
    std::deque<Entry> m_entries; ///< of the last minute, oldest first
    core::Timestamp m_blockedUntil;
};

} // namespace wick::lighter
