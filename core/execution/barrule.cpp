#include "core/execution/barrule.h"

#include "core/base/checked.h"
#include "core/base/unreachable.h"

#include <algorithm>

namespace wick::core {

namespace {

/// A bar seen from a position that gains when the price rises: for a short everything is negated,
/// so that one set of rules serves both sides.
struct Oriented
{
    std::int64_t sign;
    std::int64_t open;
    std::int64_t best;
    std::int64_t worst;
    std::int64_t close;

    Oriented(Side side, const BarValues& bar) noexcept
        : sign(core::sign(side))
        , open(sign * bar.open.count())
        , best(sign > 0 ? bar.high.count() : -bar.low.count())
        , worst(sign > 0 ? bar.low.count() : -bar.high.count())
        , close(sign * bar.close.count())
    {}
    [[nodiscard]] std::int64_t of(Price price) const noexcept { return sign * price.count(); }
    [[nodiscard]] Price back(std::int64_t level) const noexcept { return Price{sign * level}; }
};

std::int64_t through(const FillModel& model, const Instrument& instrument) noexcept
{
    return model.kind == FillModel::Kind::NextOpen ? 0
                                                   : model.throughTicks * instrument.tick().count();
}

} // namespace

std::array<Price, 4> pathOf(const BarValues& bar, BarPath path) noexcept
{
    bool highFirst = false;
    switch (path) {
    case BarPath::Near:
        highFirst = (bar.high - bar.open) < (bar.open - bar.low);
        break;
    case BarPath::OpenHighLowClose:
        highFirst = true;
        break;
    case BarPath::OpenLowHighClose:
        break;
    }
    return highFirst ? std::array{bar.open, bar.high, bar.low, bar.close}
                     : std::array{bar.open, bar.low, bar.high, bar.close};
}

BarPoint reachedAt(const std::array<Price, 4>& path, Price price) noexcept
{
    for (std::size_t i = 1; i < path.size(); ++i) {
        const auto [low, high] = std::minmax(path[i - 1], path[i]);
        if (price >= low && price <= high) {
            return static_cast<BarPoint>(i);
        }
    }
    return BarPoint::Close;
}

std::optional<Outcome> protectionOutcome(const FillModel& model,
                                         const Instrument& instrument,
                                         Side side,
                                         Price stop,
                                         std::optional<Price> target,
                                         const BarValues& bar,
                                         HeldFrom from)
{
    const Oriented seen{side, bar};
    const std::int64_t trigger = seen.of(stop);
    const std::int64_t goal = target ? seen.of(*target) : 0;
    const std::int64_t beyond = through(model, instrument);

    bool stopped = seen.worst <= trigger;
    bool reached = target && seen.best >= goal + beyond;
    switch (from) {
    case HeldFrom::Open:
        if (seen.open <= trigger) {
            return Outcome{OrderRole::ProtectiveStop, bar.open, true, false, {}};
        }
        if (target && seen.open >= goal + beyond) {
            return Outcome{OrderRole::Target, *target, true, false, {}};
        }
        break;
    case HeldFrom::FellInto:
        reached = reached && seen.close >= goal;
        break;
    case HeldFrom::RoseInto:
        stopped = stopped && seen.close <= trigger;
        break;
    }
    if (stopped) {
        const std::int64_t slip = stopSlip(model, instrument, bar.high - bar.low).count();
        Outcome outcome{OrderRole::ProtectiveStop, seen.back(trigger - slip), false, reached, {}};
        outcome.otherPrice = reached ? *target : Price{};
        return outcome;
    }
    if (reached) {
        return Outcome{OrderRole::Target, *target, false, false, {}};
    }
    return std::nullopt;
}

std::optional<EntryOutcome> entryOutcome(const FillModel& model,
                                         const Instrument& instrument,
                                         Side side,
                                         OrderKind kind,
                                         Price price,
                                         const BarValues& bar)
{
    const Oriented seen{side, bar};
    const std::int64_t level = seen.of(price);
    switch (kind) {
    case OrderKind::Limit: {
        const std::int64_t needed = level - through(model, instrument);
        if (seen.open <= needed) {
            return EntryOutcome{price, HeldFrom::Open};
        }
        return seen.worst <= needed ? std::optional{EntryOutcome{price, HeldFrom::FellInto}}
                                    : std::nullopt;
    }
    case OrderKind::Stop: {
        if (seen.open >= level) {
            return EntryOutcome{bar.open, HeldFrom::Open};
        }
        const std::int64_t slip = stopSlip(model, instrument, bar.high - bar.low).count();
        return seen.best >= level
                   ? std::optional{EntryOutcome{seen.back(level + slip), HeldFrom::RoseInto}}
                   : std::nullopt;
    }
    case OrderKind::Market:
        return EntryOutcome{bar.open, HeldFrom::Open};
    }
    unreachable();
}

std::optional<std::int64_t> limitVolume(const FillModel& model,
                                        const Instrument& instrument,
                                        Side side,
                                        Price limit,
                                        const BarValues& bar)
{
    if (model.kind == FillModel::Kind::NextOpen || bar.volume.count() <= 0) {
        return std::nullopt;
    }
    // How much of a bar traded beyond a price is not known; its range stands in for it.
    const std::int64_t range = std::max<std::int64_t>(1, (bar.high - bar.low).count());
    const Oriented seen{side, bar};
    const std::int64_t depth = std::clamp<std::int64_t>(seen.of(limit) - seen.worst, 1, range);
    Int128 lots = static_cast<Int128>(bar.volume.count()) * depth * model.volumeShare;
    const int shift = instrument.quantityDecimals() - instrument.volumeDecimals();
    lots = shift >= 0 ? lots * powerOfTen(shift) : lots / powerOfTen(-shift);
    return saturate(lots / (static_cast<Int128>(range) * kPpmOne));
}

} // namespace wick::core
