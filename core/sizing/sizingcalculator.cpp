#include "core/sizing/sizingcalculator.h"

#include "core/base/checked.h"
#include "core/risk/exposurerules.h"

namespace wick::core {

Result<SizingAnswer, SizingRefusal> calculateSize(const Instrument& instrument,
                                                  const SizingQuestion& question)
{
    const RiskLimits limits = RiskLimits::open();
    AccountView account;
    account.equity = question.account;
    account.limits = &limits;
    account.riskPerTrade = question.risk.count();
    OrderIntent intent;
    intent.instrument = &instrument;
    intent.side = question.entry > question.stop ? Side::Buy : Side::Sell;
    intent.price = question.entry;
    intent.stop = question.stop;
    const auto sized = sizeByStopDistance(intent, question.costs, account);
    if (!sized) {
        return Failure{sized.error()};
    }
    SizingAnswer answer;
    answer.side = intent.side;
    answer.budget = Money{riskBudget(account)};
    answer.quantity = sized->quantity;
    answer.lossAtStop = sized->lossAtStop;
    answer.notional = instrument.notional(sized->quantity, question.entry);
    answer.leverage =
        saturate(static_cast<Int128>(answer.notional.count()) * kPpmOne / question.account.count());
    return answer;
}

} // namespace wick::core
