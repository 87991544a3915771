#include "app/desktop/adapters/practicecandles.h"

#include <memory>
#include <vector>

namespace wick::desktop {

namespace {

/// The columns themselves; a LoadedCandles points into them.
struct Columns
{
    std::vector<std::int64_t> time;
    std::vector<std::int64_t> open;
    std::vector<std::int64_t> high;
    std::vector<std::int64_t> low;
    std::vector<std::int64_t> close;
    std::vector<std::int64_t> volume;

    void add(const core::ClosedBar& bar)
    {
        if (bar.origin != core::BarOrigin::Traded) {
            return;
        }
        time.push_back(core::toMilliseconds(bar.start));
        open.push_back(bar.open.count());
        high.push_back(bar.high.count());
        low.push_back(bar.low.count());
        close.push_back(bar.close.count());
        volume.push_back(bar.volume.count());
    }
};

} // namespace

std::optional<session::LoadedCandles> candlesOf(const session::Snapshot& snapshot,
                                                const QString& market)
{
    for (const session::MarketStatus& status : snapshot.markets) {
        const core::Instrument& instrument = (*snapshot.instruments)[status.instrument.count()];
        if (QString::fromUtf8(instrument.base().data(),
                              static_cast<qsizetype>(instrument.base().size()))
            != market)
        {
            continue;
        }
        auto columns = std::make_shared<Columns>();
        for (const core::ClosedBar& bar : *status.bars.old) {
            columns->add(bar);
        }
        for (const core::ClosedBar& bar : status.bars.recent) {
            columns->add(bar);
        }
        if (columns->time.empty()) {
            return std::nullopt;
        }
        session::LoadedCandles candles;
        candles.columns = {columns->time,
                           columns->open,
                           columns->high,
                           columns->low,
                           columns->close,
                           columns->volume,
                           instrument.priceDecimals(),
                           instrument.volumeDecimals(),
                           core::minutes(1)};
        candles.name = "practice market, synthetic";
        candles.owner = std::move(columns);
        return candles;
    }
    return std::nullopt;
}

} // namespace wick::desktop
