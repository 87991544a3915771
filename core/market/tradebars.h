#pragma once

#include "core/domain/instrument.h"
#include "core/domain/marketdata.h"
#include "core/market/tradingcalendar.h"

#include <optional>

namespace wick::core {

/// What became of a trade.
enum class TradeOutcome : std::uint8_t
{
    Taken,
    Late,    ///< its bar is closed: a closed bar never changes, the trade is left out
    TooEarly ///< bars that ended before it were not taken with close()
};

/// Makes base bars out of trades. A bar of an open session in which nobody traded is made up and
/// flagged NoTrade (O=H=L=C=the close before, volume 0); nothing is made up while the market is
/// closed, before the first trade (but see resume()), or across restart().
/// Use: `while (auto bar = bars.close(now)) …` first, then add() what happened at `now`.
class TradeBars
{
public:
    /// `interval` is the length of a bar; volumes are in the units of the instrument's bars.
    TradeBars(Duration interval, const Instrument& instrument) noexcept;

    /// Goes on from a history that ends with `last`, for a feed that begins at `from`. What had
    /// ended by then without being seen is missing, as across restart(); what ends after it and was
    /// not traded in is made up.
    void resume(const ClosedBar& last, Timestamp from) noexcept;
    /// The next bar that is over at `now`, oldest first; nothing when there is none.
    [[nodiscard]] std::optional<ClosedBar> close(Timestamp now) noexcept;
    TradeOutcome add(const Trade& trade) noexcept;
    /// The feed was away: what was not seen is missing, not without trades. The unfinished bar is
    /// dropped, and the next one begins with the next trade.
    void restart() noexcept;

    /// The bar that is not over, or null while nobody has traded in it.
    [[nodiscard]] const FormingBar* forming() const noexcept
    {
        return m_hasForming ? &m_forming : nullptr;
    }
    [[nodiscard]] Duration interval() const noexcept { return m_interval; }

private:
    [[nodiscard]] Volume volumeOf(std::int64_t lots) const noexcept;
    [[nodiscard]] ClosedBar finish() noexcept;
    /// Start of the next bar that exists even if nobody trades.
    [[nodiscard]] Timestamp nextInSession() noexcept;

    Duration m_interval;
    CalendarCursor m_calendar;
    std::int64_t m_volumeUnits = 1; ///< of one lot …
    std::int64_t m_lotsPerUnit = 1; ///< … or lots of one unit
    std::int64_t m_lots = 0;        ///< of the forming bar
    Timestamp m_next;               ///< start of the bar to close next
    std::optional<Price> m_lastClose;
    bool m_hasForming = false;
    FormingBar m_forming;
};

} // namespace wick::core
