#include "app/desktop/adapters/stopmoves.h"

#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/text/describe.h"
#include "app/desktop/text/format.h"
#include "core/engine/stopmove.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(wick::desktop::StopMove)
};

/// What is lost from the mark to a stop; nothing when the stop is in profit.
core::Money riskAt(const session::PositionStatus& position,
                   const core::Instrument& instrument,
                   core::Price stop)
{
    const std::int64_t lots = position.quantity.count() * core::sign(position.side);
    return std::max(core::Money{},
                    instrument.notional(lots, position.mark) - instrument.notional(lots, stop));
}

} // namespace

std::optional<StopMove>
stopMoveOf(const session::Snapshot& snapshot, core::InstrumentId market, double from, double to)
{
    const core::Instrument& instrument = (*snapshot.instruments)[market.count()];
    const session::PositionStatus* nearest = nullptr;
    const auto distance = [&](const session::PositionStatus& position) {
        return std::fabs(core::toDouble(*position.stop, instrument) - from);
    };
    for (const session::PositionStatus& position : snapshot.positions) {
        if (position.instrument == market && position.stop
            && (nearest == nullptr || distance(position) < distance(*nearest)))
        {
            nearest = &position;
        }
    }
    if (nearest == nullptr) {
        return std::nullopt;
    }
    StopMove move;
    move.engine = nearest->engine;
    move.to = core::Price{std::llround(to * instrument.priceScale())};
    const std::int64_t lots = nearest->quantity.count() * core::sign(nearest->side);
    move.title =
        Words::tr("Move the stop of %1 from %2 to %3?")
            .arg(QString::fromStdString(instrument.symbol()),
                 number(fixedOf(*nearest->stop, instrument)), number(fixedOf(move.to, instrument)));
    move.meaning =
        Words::tr("From the mark to the stop %1 USDC are at risk now, %2 then. The engine "
                  "goes on with the stop where you put it.")
            .arg(money(fixedOf(riskAt(*nearest, instrument, *nearest->stop))),
                 money(fixedOf(riskAt(*nearest, instrument, move.to))));
    const auto why = nearest->closing ? core::StopMoveRefusal::Closing
                                      : core::objectionToStop(instrument, lots, nearest->mark,
                                                              *nearest->stop, move.to);
    if (why) {
        move.objection =
            Words::tr("The stop stays: %1.").arg(QString::fromUtf8(core::describe(*why)));
    }
    return move;
}

} // namespace wick::desktop
