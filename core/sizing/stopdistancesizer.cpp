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
    const Int128 fees = static_cast<Int128>(costs.feeIn.count()) * price
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
    if (account.limits->maxLeverage == kNoLimit) {
        return kNoLimit;
    }
    const Int128 gross =
        static_cast<Int128>(account.equity.count()) * account.limits->maxLeverage / kPpmOne;
    return saturate(gross - account.grossNotional.count());
}

std::int64_t marginRoom(const AccountView& account, const Instrument& instrument) noexcept
{
    const Int128 open = static_cast<Int128>(account.equity.count()) - account.marginUsed.count();
    const Int128 usable = open * (kPpmOne - account.limits->marginBuffer) / kPpmOne;
    return saturate(usable * kPpmOne / instrument.initialMargin().count());
}

/// Lots left under every cap on what may be held, after open and pending orders.
std::int64_t capRoom(const OrderIntent& intent, const AccountView& account) noexcept
{
    const Instrument& instrument = *intent.instrument;
    const RiskLimits& limits = *account.limits;
    const Price mark = account.mark.value_or(intent.price);
    // What is held against the new side does not take room; what is held with it does.
    const std::int64_t held =
        std::max<std::int64_t>(0, sign(intent.side) * account.openLots) + account.pendingLots;
    std::int64_t room = kNoLimit;
    const std::int64_t most = maxPositionLots(limits, instrument);
    if (most != kNoLimit) {
        room = std::min(room, most - held);
    }
    const Int128 perLot = instrument.value(1, std::max(mark, intent.price)) * kPpmOne;
    if (limits.maxNotional != kNoLimit) {
        room = std::min(room, lotsWithin(limits.maxNotional, perLot, instrument) - held);
    }
    const std::int64_t leverage = leverageRoom(account);
    if (leverage != kNoLimit) {
        room = std::min({room, lotsWithin(leverage, perLot, instrument),
                         lotsWithin(marginRoom(account, instrument), perLot, instrument)});
    }
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
    const std::int64_t room = capRoom(intent, account);
    if (room <= 0
        || (room < wanted && account.limits->onCap == static_cast<std::int64_t>(OnCap::Refuse)))
    {
        return Failure{SizingRefusal::NoRoom};
    }
    const Quantity lots{std::min(wanted, room)};
    if (lots.count() <= 0 || lots < instrument.minimumQuantity()
        || instrument.notional(lots, intent.price) < instrument.minimumNotional())
    {
        return Failure{SizingRefusal::TooSmall};
    }
    return Sized{lots, lossAtStop(intent, costs, lots.count())};
}

} // namespace wick::core
