#include "core/io/venues/lighter/exchange/refusals.h"

#include "core/base/unreachable.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace wick::exchange {

namespace {

constexpr std::array<std::pair<std::int32_t, std::string_view>, 32> kWords{{
    {code::kInvalidParameter, "invalid param"},
    {code::kAccountNotFound, "account not found"},
    {code::kInvalidNonce, "invalid nonce"},
    {code::kNonceNotIncreasing, "batch transaction nonce is not increasing"},
    {code::kKeyNotFound, "api key not found"},
    {code::kInvalidInitialMargin, "invalid initial margin fraction"},
    {code::kInvalidSignature, "invalid signature"},
    {code::kSeveralOwners, "all transactions in the batch must have use same account and apikey"},
    {code::kNotFound, "transaction not found"},
    {code::kInvalidInfo, "invalid tx info"},
    {code::kUnsupportedType, "unsupported tx type"},
    {code::kLengthsDiffer, "TxInfos and TxTypes should have the same length"},
    {code::kBatchTooLong, "maximum 50 transactions allowed per batch"},
    {code::kInvalidMarket, "invalid market index"},
    {code::kInvalidMarketStatus, "invalid market status"},
    {code::kInvalidMarginMode, "invalid margin mode"},
    {code::kInvalidAmount, "invalid order base or quote amount"},
    {code::kUnsupportedOrder, "unsupported order type"},
    {code::kInvalidExpiry, "invalid expiry"},
    {code::kCancelAllQueued, "account has a queued cancel all orders request"},
    {code::kInactiveOrder, "given order is not an active order"},
    {code::kClientIndexExists, "client order index already exists"},
    {code::kInvalidTrigger, "invalid order trigger price"},
    {code::kInvalidTimestamps,
     "invalid timestamps: end_timestamp must be greater than start_timestamp"},
    {code::kInvalidResolution, "invalid resolution: resolution unsupported"},
    {code::kTooManyRequests, "Too Many Requests!"},
    {code::kPathNotFound, "not found"},
    {code::kInternal, "internal server error"},
    {code::kInvalidJson, "Invalid Json"},
    {code::kInvalidMessage, "Invalid Type"},
    {code::kInvalidChannel, "Invalid Channel"},
    {code::kTooManyMessages, "Too Many Websocket Messages!"},
}};

} // namespace

ExchangeRefusal refusal(std::int32_t code)
{
    const auto found = std::find_if(kWords.begin(), kWords.end(),
                                    [code](const auto& each) { return each.first == code; });
    return {code, found == kWords.end() ? std::string{} : std::string{found->second}};
}

std::int32_t codeOf(lighter::TransactionError error) noexcept
{
    using enum lighter::TransactionError;
    switch (error) {
    case AccountTooLow:
    case AccountTooHigh:
        return code::kInvalidAccount;
    case ApiKeyTooHigh:
        return code::kInvalidKeyIndex;
    case NonceTooLow:
        return code::kInvalidNonce;
    case MarketInvalid:
        return code::kInvalidMarket;
    case ClientOrderIndexTooLow:
    case ClientOrderIndexTooHigh:
    case ClientOrderIndexTwice:
        return code::kInvalidClientIndex;
    case OrderIndexTooLow:
    case OrderIndexTooHigh:
        return code::kInvalidOrderIndex;
    case BaseAmountTooLow:
    case BaseAmountTooHigh:
        return code::kInvalidBaseAmount;
    case PriceTooLow:
        return code::kInvalidPrice;
    case SideInvalid:
        return code::kInvalidSide;
    case TimeInForceInvalid:
        return code::kInvalidTimeInForce;
    case ReduceOnlyInvalid:
        return code::kInvalidReduceOnly;
    case OrderExpiryInvalid:
        return code::kInvalidExpiry;
    case OrderTypeInvalid:
        return code::kInvalidOrderType;
    case TriggerPriceInvalid:
        return code::kInvalidTrigger;
    case GroupSizeInvalid:
        return code::kInvalidGroupSize;
    case GroupingTypeInvalid:
        return code::kInvalidGrouping;
    case MarketsDiffer:
    case BaseAmountsDiffer:
    case BaseAmountNotNil:
        return code::kInvalidOrderInfo;
    case CancelAllTimeInForceInvalid:
        return code::kInvalidCancelAllTimeInForce;
    case CancelAllTimeNotNil:
    case CancelAllTimeOutOfRange:
    case CancelAllMarketScheduled:
        return code::kInvalidCancelAllTime;
    case MarginModeInvalid:
        return code::kInvalidMarginMode;
    case MarginFractionTooLow:
    case MarginFractionTooHigh:
        return code::kInvalidInitialMargin;
    case TooManyAttributes:
    case IntegratorAccountOutOfRange:
    case IntegratorFeeOutOfRange:
    case SkipNonceInvalid:
    case CancelAllMarketOutOfRange:
    case SelfTradeBehaviorOutOfRange:
    case SelfTradeEqualityOutOfRange:
    case FeesWithoutIntegrator:
    case SelfTradeRuleWithFees:
    case ReduceBothWithMasterAccount:
    case ExpiredAtInvalid:
    case AmountTooLow:
    case AmountTooHigh:
    case MarginDirectionInvalid:
        return code::kInvalidInfo;
    }
    core::unreachable();
}

} // namespace wick::exchange
