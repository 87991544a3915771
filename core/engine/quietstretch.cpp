#include "core/engine/quietstretch.h"

#include <algorithm>

namespace wick::core {

std::size_t QuietStretch::quiet(std::span<const ClosedBar> bars, std::span<Money> equity) const
{
    const Fields fields = m_fields; // in registers: what `equity` points at is not one of them
    const Instrument& instrument = *fields.instrument;
    const bool watched = fields.bounded && fields.lots != 0;
    if (bars.empty() || bars.front().start < fields.from) {
        return 0;
    }
    std::size_t count = 0;
    for (const ClosedBar& bar : bars) {
        if (bar.start + fields.interval >= fields.until || bar.low <= fields.below
            || bar.high >= fields.above)
        {
            break;
        }
        const Money value = fields.rest + instrument.notional(fields.lots, bar.close);
        if (value <= fields.floor || value > fields.best) {
            break;
        }
        const Price worst = fields.lots > 0 ? bar.low : bar.high;
        if (watched && fields.rest + instrument.notional(fields.lots, worst) <= fields.floor) {
            break;
        }
        equity[count] = value;
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
    for (const ClosedBar& bar : bars) {
        const Timestamp end = bar.start + m_fields.interval;
        if (m_fields.halts->nextNote() <= end) {
            note(end - Duration{1}, m_last);
            note(end, bar.close);
        }
        m_last = bar.close;
        if (m_fields.factors != nullptr) {
            m_fields.factors->take(instrument.id(), end, bar.low, bar.high, bar.close);
        }
    }
    if (held()) {
        Price low = bars.front().low;
        Price high = bars.front().high;
        for (const ClosedBar& bar : bars) {
            low = std::min(low, bar.low);
            high = std::max(high, bar.high);
            m_fields.ledger->countBars(m_fields.engine, bar.start + m_fields.interval,
                                       m_fields.timeframe);
        }
        m_fields.ledger->observe(m_fields.engine, low, high);
    }
    if (m_fields.volatility != nullptr) {
        for (const ClosedBar& bar : bars) {
            m_fields.volatility->update(toDouble(bar.close, instrument));
        }
    }
    m_bars += bars.size();
    m_fields.from = bars.back().start + m_fields.interval;
}

/// Every five minutes that end until then, with the mark of then.
void QuietStretch::note(Timestamp until, Price mark)
{
    const Money equity = m_fields.rest + m_fields.instrument->notional(m_fields.lots, mark);
    while (m_fields.halts->nextNote() <= until) {
        m_fields.halts->note(equity, *m_fields.account);
    }
}

} // namespace wick::core
