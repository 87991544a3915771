#include "app/desktop/adapters/traderegimes.h"

#include "app/desktop/adapters/candlechart.h"
#include "core/indicators/barprices.h"
#include "core/market/baraggregator.h"

namespace wick::desktop {

std::vector<core::Regime> regimesAt(std::span<const core::TradeRow> trades,
                                    const session::LoadedCandles& candles,
                                    const core::Instrument& instrument)
{
    constexpr core::Duration kTimeframe = core::minutes(15);
    const core::Duration base = candles.columns.interval;
    std::vector<core::Regime> regimes;
    regimes.reserve(trades.size());
    core::RegimeLabel label;
    core::BarAggregator bars{kTimeframe, base};
    std::size_t next = 0;
    const bool fits = base <= kTimeframe && kTimeframe.count() % base.count() == 0;
    for (const core::TradeRow& trade : trades) {
        for (; fits && next < candles.columns.size(); ++next) {
            const core::ClosedBar bar = barOf(candles.columns, next, instrument);
            if (bar.start + base > trade.entryTime) {
                break;
            }
            for (const core::ClosedBar& closed : bars.add(bar)) {
                label.update(core::barPrices(closed, instrument));
            }
        }
        regimes.push_back(label.value());
    }
    return regimes;
}

} // namespace wick::desktop
