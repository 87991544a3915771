#include "core/engine/quietstretch.h"

#include "core/base/checked.h"

#include <algorithm>
#include <limits>

namespace wick::core {

namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

/// The price, rounded away from what is wanted, at which the account is worth `equity` and `slack`;
/// held at the ends of the range.
Price priceFor(const QuietStretch::Fields& fields, Money equity, std::int64_t slack)
{
    const Int128 side = fields.lots < 0 ? -1 : 1;
    const Int128 value =
        saturate(static_cast<Int128>(equity.count()) - fields.rest.count() + slack);
    return Price{saturate(divide(side * value * fields.instrument->valueDivisor(),
                                 side * fields.instrument->value(fields.lots, Price{1}),
                                 fields.lots < 0 ? Rounding::Up : Rounding::Down))};
}

} // namespace

/// Where the value of the lots is rounded, the bounds keep to the safe side: a bar that is not
/// quiet only goes the whole way.
QuietStretch::QuietStretch(const Fields& fields) noexcept
    : m_fields(fields)
    , m_until(fields.until - fields.interval)
    , m_below(fields.below)
    , m_above(fields.above)
    , m_lowest(kLeast)
    , m_highest(kMost)
    , m_last(fields.mark)
{
    if (fields.lots == 0) {
        if (fields.rest <= fields.floor || fields.rest > fields.best) {
            m_until = Timestamp{kLeast};
        }
        return;
    }
    const Price floor =
        priceFor(fields, fields.floor, fields.instrument->valueDivisor() == 1 ? 0 : 1);
    const Price best = priceFor(fields, fields.best, 0);
    if (fields.lots > 0) {
        m_below = std::max(m_below, floor);
        m_highest = best;
    } else {
        m_above = std::min(m_above, floor);
        m_lowest = best;
    }
}

std::size_t QuietStretch::quiet(std::span<const ClosedBar> bars) const noexcept
{
    if (bars.empty() || bars.front().start < m_fields.from) {
        return 0;
    }
    std::size_t count = 0;
    for (const ClosedBar& bar : bars) {
        if (bar.start >= m_until || bar.low <= m_below || bar.high >= m_above
            || bar.close < m_lowest || bar.close > m_highest)
        {
            break;
        }
        ++count;
    }
    return count;
}

void QuietStretch::pass(std::span<const ClosedBar> bars)
{
    if (bars.empty()) {
        return;
    }
    const Instrument& instrument = *m_fields.instrument;
    const Timestamp end = bars.back().start + m_fields.interval;
    if (m_fields.halts->nextNote() <= end) {
        lookBack(bars);
    }
    if (m_fields.factors != nullptr) {
        for (const ClosedBar& bar : bars) {
            m_fields.factors->take(instrument.id(), bar.start + m_fields.interval, bar.low,
                                   bar.high, bar.close);
        }
    }
    if (held()) {
        m_fields.ledger->hold(m_fields.engine, bars, m_fields.interval, m_fields.timeframe);
    }
    if (m_fields.volatility != nullptr) {
        for (const ClosedBar& bar : bars) {
            m_fields.volatility->update(toDouble(bar.close, instrument));
        }
    }
    m_bars += bars.size();
    m_last = bars.back().close;
    m_fields.from = end;
}

/// Some of what the limits look back at ends within these bars.
void QuietStretch::lookBack(std::span<const ClosedBar> bars)
{
    Price mark = m_last;
    for (const ClosedBar& bar : bars) {
        const Timestamp end = bar.start + m_fields.interval;
        if (m_fields.halts->nextNote() <= end) {
            note(end - Duration{1}, mark);
            note(end, bar.close);
        }
        mark = bar.close;
    }
}

/// Every five minutes that end until then, with the mark of then.
void QuietStretch::note(Timestamp until, Price mark)
{
    const Money equity = m_fields.rest + m_fields.instrument->notional(m_fields.lots, mark);
    while (m_fields.halts->nextNote() <= until) {
        m_fields.halts->note(equity, equity - m_fields.others);
    }
}

} // namespace wick::core
