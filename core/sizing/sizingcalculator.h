#pragma once

#include "core/sizing/stopdistancesizer.h"

namespace wick::core {

/// One question to the sizer, asked by a person.
struct SizingQuestion
{
    Money account;
    Ppm risk;    ///< of the account
    Price entry; ///< above the stop: a long
    Price stop;
    SizingCosts costs;
};

struct SizingAnswer
{
    Side side{};
    Money budget; ///< what the trade may lose
    Quantity quantity;
    Money lossAtStop; ///< with costs, at most the budget
    Money notional;
    std::int64_t leverage = 0; ///< notional over the account, ppm
};

/// What the sizer would make of it when no cap binds: size = account x risk / (distance + costs),
/// floored to lots. Source: definitions D.9, requirement S3.22.
[[nodiscard]] Result<SizingAnswer, SizingRefusal> calculateSize(const Instrument& instrument,
                                                                const SizingQuestion& question);

} // namespace wick::core
