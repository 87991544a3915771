#pragma once

#include "core/domain/marketdata.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace wick::core {

enum class BookOutcome : std::uint8_t
{
    Applied,
    Overlapped, ///< applied, although it began before the book's state; sizes are absolute
    Old,        ///< said nothing new
    Gap,        ///< something before it is missing: the book is unknown until the next snapshot
    Unknown,    ///< there is no snapshot to apply it to
};

/// All levels of one market, kept by a snapshot and numbered changes. A change takes the book from
/// one number to a later one; a missing change is found, never guessed.
class OrderBook
{
public:
    /// A change: all that rests at a price from now on. A quantity of zero is no level.
    using Changes = std::span<const BookLevel>;

    /// Forgets everything: unknown until a snapshot comes.
    void clear() noexcept;
    void applySnapshot(std::int64_t number, Changes bids, Changes asks, Timestamp now);
    BookOutcome
    applyUpdate(std::int64_t from, std::int64_t to, Changes bids, Changes asks, Timestamp now);

    [[nodiscard]] bool known() const noexcept { return m_known; }
    [[nodiscard]] std::int64_t number() const noexcept { return m_number; }
    [[nodiscard]] std::optional<BookLevel> bestBid() const noexcept { return bestOf(m_bids); }
    [[nodiscard]] std::optional<BookLevel> bestAsk() const noexcept { return bestOf(m_asks); }
    [[nodiscard]] std::size_t bidCount() const noexcept { return m_bids.size(); }
    [[nodiscard]] std::size_t askCount() const noexcept { return m_asks.size(); }
    /// Since when the best bid has not been below the best ask; nothing while all is well.
    [[nodiscard]] const std::optional<Timestamp>& crossedSince() const noexcept
    {
        return m_crossedSince;
    }
    /// The best levels.
    [[nodiscard]] Book top(Timestamp time) const noexcept;

private:
    using Levels = std::vector<BookLevel>; ///< in order of price, the best last

    [[nodiscard]] static std::optional<BookLevel> bestOf(const Levels& levels) noexcept;
    void noteCrossing(Timestamp now) noexcept;

    Levels m_bids;
    Levels m_asks;
    std::int64_t m_number = 0;
    bool m_known = false;
    std::optional<Timestamp> m_crossedSince;
};

} // namespace wick::core
