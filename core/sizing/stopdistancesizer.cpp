#include "core/sizing/stopdistancesizer.h"

#include "core/base/checked.h"
#include "core/risk/exposurerules.h"

#include <algorithm>

namespace wick::core {

namespace {

/// Loss of one lot times valueDivisor() times 10^6: exact, before any rounding.
Int128 lotLoss(const OrderIntent& intent, const SizingCosts& costs) noexcept
{
    const std::int64_t price = intent.price.count();
    const std::int64_t stop = intent.stop->count();
    const std::int64_t distance = price > stop ? price - stop : stop - price;
    const Int128 slip =
        static_cast<Int128>(distance) + costs.slipIn.count() + costs.slipStop.count();
    const Int128 fees = static_cast<Int128>(costs.feeIn.count() + costs.funding.count()) * price
                        + static_cast<Int128>(costs.feeOut.count()) * stop;
    return (slip * kPpmOne + fees) * intent.instrument->value(1, Price{1});
}

/// Lots that fit into `room` micro-USDC when one lot takes `perLot` / (divisor x 10^6) of it.
std::int64_t lotsWithin(std::int64_t room, Int128 perLot, const Instrument& instrument) noexcept
{
    if (room <= 0) {
        return 0;
    }
    return saturate(static_cast<Int128>(room) * instrument.valueDivisor() * kPpmOne / perLot);
}

std::int64_t leverageRoom(const AccountView& account) noexcept
{
    if (account.leverageCap == kNoLimit) {
        return kNoLimit;
    }
    const std::int64_t equity = std::max<std::int64_t>(0, account.equity.count());
    return partDown(equity, account.leverageCap) - account.grossNotional.count();
}

std::int64_t marginRoom(const AccountView& account, const Instrument& instrument) noexcept
{
    if (account.limits->marginBuffer == kNoLimit) {
        return kNoLimit;
    }
    const std::int64_t free =
        std::max<std::int64_t>(0, (account.equity - account.marginUsed).count());
    const std::int64_t usable = partDown(free, kPpmOne - account.limits->marginBuffer);
    return saturate(static_cast<Int128>(usable) * kPpmOne / instrument.initialMargin().count());
}

/// The most lots, at most `wanted`, for which `value` is within the limit or no more than it is
/// without them. What it measures first falls and then rises with the lots, or only rises.
template <typename Value>
std::int64_t lotsUnder(std::int64_t wanted, std::int64_t limit, Value value) noexcept
{
    if (limit == kNoLimit || wanted <= 0) {
        return wanted;
    }
    const std::int64_t most = std::max(limit, value(std::int64_t{0}));
    if (value(wanted) <= most) {
        return wanted;
    }
    std::int64_t good = 0;
    std::int64_t bad = wanted;
    while (bad - good > 1) {
        const std::int64_t middle = good + (bad - good) / 2;
        (value(middle) <= most ? good : bad) = middle;
    }
    return good;
}

/// Lots left under every cap on what may be held, after open and pending orders.
std::int64_t capRoom(const OrderIntent& intent,
                     const AccountView& account,
                     Int128 lossPerLot,
                     std::int64_t wanted) noexcept
{
    const Instrument& instrument = *intent.instrument;
    const RiskLimits& limits = *account.limits;
    const Price mark = account.mark.value_or(intent.price);
    // What is held against the new side does not take room; what is held with it does.
    const std::int64_t held =
        std::max<std::int64_t>(0, sign(intent.side) * account.openLots) + account.pendingLots;
    std::int64_t room = wanted;
    const auto narrow = [&room](std::int64_t to) {
        room = std::min(room, to);
    };
    const auto narrowTo = [&](std::int64_t most) {
        narrow(most == kNoLimit ? kNoLimit : most - held);
    };
    narrowTo(maxPositionLots(limits, instrument));
    narrowTo(stageLots(intent, account));
    const Int128 perLot = instrument.value(1, std::max(mark, intent.price)) * kPpmOne;
    if (limits.maxNotional != kNoLimit) {
        narrow(lotsWithin(limits.maxNotional, perLot, instrument) - held);
    }
    const auto narrowBy = [&](std::int64_t money, Int128 each) {
        narrow(money == kNoLimit ? kNoLimit : lotsWithin(money, each, instrument));
    };
    narrowBy(leverageRoom(account), perLot);
    narrowBy(marginRoom(account, instrument), perLot);
    narrowBy(riskRoom(intent, account), lossPerLot);
    if (account.book && limits.minDepth != kNoLimit && limits.minDepth > 0) {
        const std::int64_t depth =
            intent.side == Side::Buy ? account.book->askDepth : account.book->bidDepth;
        narrow(saturate(static_cast<Int128>(depth) * kPpmOne / limits.minDepth));
    }
    narrow(lotsUnder(room, groupLimit(account),
                     [&](std::int64_t lots) { return groupValue(intent, account, lots); }));
    narrow(lotsUnder(room, deviationLimit(account),
                     [&](std::int64_t lots) { return dayDeviation(intent, account, lots); }));
    return std::max<std::int64_t>(0, room);
}

} // namespace

Money lossAtStop(const OrderIntent& intent, const SizingCosts& costs, std::int64_t lots) noexcept
{
    const Int128 divisor = static_cast<Int128>(intent.instrument->valueDivisor()) * kPpmOne;
    return Money{saturate(divide(lotLoss(intent, costs) * lots, divisor, Rounding::Up))};
}

Result<Sized, SizingRefusal>
sizeByStopDistance(const OrderIntent& intent, const SizingCosts& costs, const AccountView& account)
{
    const Instrument& instrument = *intent.instrument;
    if (!intent.stop || sign(intent.side) * (intent.price - *intent.stop).count() <= 0) {
        return Failure{SizingRefusal::NoStop};
    }
    const std::int64_t budget = riskBudget(account);
    if (budget <= 0) {
        return Failure{SizingRefusal::NoEquity};
    }
    const Int128 perLot = lotLoss(intent, costs);
    if (perLot <= 0) {
        return Failure{SizingRefusal::NoStop};
    }
    const std::int64_t wanted = lotsWithin(budget, perLot, instrument);
    const std::int64_t room = capRoom(intent, account, perLot, wanted);
    const bool refuse = account.limits->onCap == static_cast<std::int64_t>(OnCap::Refuse);
    if (room < wanted && (room <= 0 || refuse)) {
        return Failure{SizingRefusal::NoRoom};
    }
    const Quantity lots{room};
    if (lots.count() <= 0 || lots < instrument.minimumQuantity()
        || instrument.notional(lots, intent.price) < instrument.minimumNotional())
    {
        return Failure{SizingRefusal::TooSmall};
    }
    return Sized{lots, lossAtStop(intent, costs, lots.count())};
}

} // namespace wick::core
