#include "core/venues/lighter/transactionrules.h"

#include "core/base/unreachable.h"
#include "core/venues/lighter/orderrules.h"

#include <initializer_list>

namespace wick::lighter {

namespace {

using Error = TransactionError;
using Outcome = core::Result<void, TransactionError>;

constexpr std::int64_t kMinAccount = -1;
constexpr std::int64_t kMaxAccount = (std::int64_t{1} << 48U) - 2;
constexpr std::uint8_t kNilApiKey = 255;
constexpr std::int64_t kMaxTimestamp = (std::int64_t{1} << 48U) - 1;
constexpr std::int64_t kFeeTick = 1'000'000;
constexpr std::int16_t kNilMarket = 255;
constexpr std::int64_t kMaxOrderIndex = (std::int64_t{1} << 60U) - 1;
constexpr std::uint16_t kMarginFractionTick = 10'000;
constexpr std::int64_t kMaxUsdc = (std::int64_t{1} << 60U) - 1;

struct Range
{
    std::int64_t low;
    std::int64_t high;
    Error error;
};

constexpr Range rangeOf(AttributeType type) noexcept
{
    switch (type) {
    case AttributeType::IntegratorAccount:
        return {0, kMaxAccount, Error::IntegratorAccountOutOfRange};
    case AttributeType::IntegratorTakerFee:
    case AttributeType::IntegratorMakerFee:
        return {0, kFeeTick, Error::IntegratorFeeOutOfRange};
    case AttributeType::SkipNonce:
        return {1, 1, Error::SkipNonceInvalid};
    case AttributeType::CancelAllMarket:
        return {0, kNilMarket, Error::CancelAllMarketOutOfRange};
    case AttributeType::SelfTradeBehavior:
        return {0, 3, Error::SelfTradeBehaviorOutOfRange};
    case AttributeType::SelfTradeEquality:
        return {0, 1, Error::SelfTradeEqualityOutOfRange};
    }
    core::unreachable();
}

Objection objectionToRanges(const Attributes& attributes) noexcept
{
    for (const AttributeType type : Attributes::types()) {
        const Range range = rangeOf(type);
        const auto value = attributes.get(type);
        if (value && (*value < range.low || *value > range.high)) {
            return range.error;
        }
    }
    return {};
}

Outcome outcomeOf(std::initializer_list<Objection> objections) noexcept
{
    if (const Objection objection = firstOf(objections)) {
        return core::Failure{*objection};
    }
    return {};
}

Objection objectionToOrderIndex(std::int64_t index, Error tooLow, Error tooHigh) noexcept
{
    return index < 1 ? Objection{tooLow} : unless(index <= kMaxOrderIndex, tooHigh);
}

Objection objectionToTiming(const CancelAllOrders& body) noexcept
{
    switch (body.timeInForce) {
    case CancelAllTimeInForce::Immediate:
    case CancelAllTimeInForce::AbortScheduled:
        return unless(body.time == 0, Error::CancelAllTimeNotNil);
    case CancelAllTimeInForce::Scheduled:
        return unless(body.time > 0, Error::CancelAllTimeOutOfRange);
    }
    return Error::CancelAllTimeInForceInvalid; // a number from outside that names none
}

} // namespace

Objection objectionTo(const Attributes& attributes) noexcept
{
    if (attributes.count() > Attributes::kMost) {
        return Error::TooManyAttributes;
    }
    if (const Objection objection = objectionToRanges(attributes)) {
        return objection;
    }
    const bool fees = attributes.counts(AttributeType::IntegratorTakerFee)
                      || attributes.counts(AttributeType::IntegratorMakerFee);
    if (fees && !attributes.counts(AttributeType::IntegratorAccount)) {
        return Error::FeesWithoutIntegrator;
    }
    const bool selfTradeRule = attributes.counts(AttributeType::SelfTradeBehavior)
                               || attributes.counts(AttributeType::SelfTradeEquality);
    if (selfTradeRule && fees) {
        return Error::SelfTradeRuleWithFees;
    }
    const bool reduceBoth = attributes.get(AttributeType::SelfTradeBehavior) == 3;
    const bool sameMaster = attributes.get(AttributeType::SelfTradeEquality) == 1;
    return unless(!reduceBoth || !sameMaster, Error::ReduceBothWithMasterAccount);
}

Objection objectionToAccount(const TransactionFrame& frame) noexcept
{
    return frame.account < kMinAccount
               ? Objection{Error::AccountTooLow}
               : unless(frame.account <= kMaxAccount, Error::AccountTooHigh);
}

Objection objectionToApiKey(const TransactionFrame& frame) noexcept
{
    return unless(frame.apiKey != kNilApiKey, Error::ApiKeyTooHigh);
}

Objection objectionToNonceAndExpiry(const TransactionFrame& frame) noexcept
{
    if (frame.nonce < 0) {
        return Error::NonceTooLow;
    }
    return unless(frame.expiredAt >= 0 && frame.expiredAt <= kMaxTimestamp,
                  Error::ExpiredAtInvalid);
}

Outcome validate(const TransactionFrame& frame, const CreateOrder& body) noexcept
{
    return outcomeOf({objectionTo(frame.attributes), objectionToAccount(frame),
                      objectionToApiKey(frame), objectionToOrder(body.order),
                      objectionToNonceAndExpiry(frame)});
}

Outcome validate(const TransactionFrame& frame, const CancelOrder& body) noexcept
{
    return outcomeOf(
        {objectionTo(frame.attributes), objectionToAccount(frame), objectionToApiKey(frame),
         objectionToMarket(body.market),
         objectionToOrderIndex(body.index, Error::OrderIndexTooLow, Error::OrderIndexTooHigh),
         objectionToNonceAndExpiry(frame)});
}

// The one transaction that a key of another slot than its own may name: 255 is let through.
Outcome validate(const TransactionFrame& frame, const CancelAllOrders& body) noexcept
{
    const auto market = frame.attributes.get(AttributeType::CancelAllMarket);
    const bool oneMarket = market.value_or(kNilMarket) != kNilMarket;
    const bool immediate = body.timeInForce == CancelAllTimeInForce::Immediate;
    return outcomeOf({objectionTo(frame.attributes), objectionToAccount(frame),
                      objectionToNonceAndExpiry(frame),
                      unless(immediate || !oneMarket, Error::CancelAllMarketScheduled),
                      objectionToTiming(body)});
}

Outcome validate(const TransactionFrame& frame, const ModifyOrder& body) noexcept
{
    return outcomeOf({objectionTo(frame.attributes), objectionToAccount(frame),
                      objectionToApiKey(frame), objectionToMarket(body.market),
                      objectionToOrderIndex(body.index, Error::ClientOrderIndexTooLow,
                                            Error::ClientOrderIndexTooHigh),
                      objectionToBaseAmount(body.baseAmount),
                      unless(body.price > 0, Error::PriceTooLow),
                      objectionToNonceAndExpiry(frame)});
}

Outcome validate(const TransactionFrame& frame, const CreateGroupedOrders& body) noexcept
{
    return outcomeOf({objectionTo(frame.attributes), objectionToAccount(frame),
                      objectionToApiKey(frame), objectionToMembers(body),
                      objectionToNonceAndExpiry(frame), objectionToGrouping(body)});
}

Outcome validate(const TransactionFrame& frame, const UpdateLeverage& body) noexcept
{
    const bool known =
        body.marginMode == MarginMode::Cross || body.marginMode == MarginMode::Isolated;
    return outcomeOf(
        {objectionTo(frame.attributes), objectionToAccount(frame), objectionToApiKey(frame),
         unless(body.market != kNilMarket, Error::MarketInvalid),
         unless(known, Error::MarginModeInvalid),
         unless(body.initialMarginFraction > 0, Error::MarginFractionTooLow),
         unless(body.initialMarginFraction <= kMarginFractionTick, Error::MarginFractionTooHigh),
         objectionToNonceAndExpiry(frame)});
}

Outcome validate(const TransactionFrame& frame, const UpdateMargin& body) noexcept
{
    const bool known =
        body.direction == MarginDirection::Remove || body.direction == MarginDirection::Add;
    return outcomeOf(
        {objectionTo(frame.attributes), objectionToAccount(frame), objectionToApiKey(frame),
         objectionToPerpetual(body.market), unless(body.usdcAmount > 0, Error::AmountTooLow),
         unless(body.usdcAmount <= kMaxUsdc, Error::AmountTooHigh),
         unless(known, Error::MarginDirectionInvalid), objectionToNonceAndExpiry(frame)});
}

} // namespace wick::lighter
