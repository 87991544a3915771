#pragma once

#include "core/io/venues/lighter/exchange/practiceexchange.h"
#include "core/venues/lighter/transactionerror.h"

#include <cstdint>

namespace wick::exchange {

/// The venue's codes that this exchange gives. Source: the dossier's list of codes.
namespace code {
constexpr std::int32_t kTaken = 200;
constexpr std::int32_t kInvalidParameter = 20'001;
constexpr std::int32_t kAccountNotFound = 21'100;
constexpr std::int32_t kInvalidAccount = 21'102;
constexpr std::int32_t kInvalidNonce = 21'104;
constexpr std::int32_t kNonceNotIncreasing = 21'105;
constexpr std::int32_t kKeyNotFound = 21'109;
constexpr std::int32_t kInvalidKeyIndex = 21'110;
constexpr std::int32_t kInvalidInitialMargin = 21'113;
constexpr std::int32_t kInvalidSignature = 21'120;
constexpr std::int32_t kSeveralOwners = 21'121;
constexpr std::int32_t kNotFound = 21'500;
constexpr std::int32_t kInvalidInfo = 21'501;
constexpr std::int32_t kUnsupportedType = 21'505;
constexpr std::int32_t kLengthsDiffer = 21'513;
constexpr std::int32_t kBatchTooLong = 21'514;
constexpr std::int32_t kInvalidMarket = 21'602;
constexpr std::int32_t kInvalidMarketStatus = 21'605;
constexpr std::int32_t kInvalidMarginMode = 21'613;
constexpr std::int32_t kInvalidOrderIndex = 21'700;
constexpr std::int32_t kInvalidBaseAmount = 21'701;
constexpr std::int32_t kInvalidPrice = 21'702;
constexpr std::int32_t kInvalidSide = 21'703;
constexpr std::int32_t kInvalidOrderType = 21'704;
constexpr std::int32_t kInvalidTimeInForce = 21'705;
constexpr std::int32_t kInvalidAmount = 21'706;
constexpr std::int32_t kUnsupportedOrder = 21'710;
constexpr std::int32_t kInvalidExpiry = 21'711;
constexpr std::int32_t kCancelAllQueued = 21'712;
constexpr std::int32_t kInvalidCancelAllTimeInForce = 21'713;
constexpr std::int32_t kInvalidCancelAllTime = 21'714;
constexpr std::int32_t kInactiveOrder = 21'715;
constexpr std::int32_t kInvalidClientIndex = 21'727;
constexpr std::int32_t kClientIndexExists = 21'728;
constexpr std::int32_t kInvalidTrigger = 21'729;
constexpr std::int32_t kInvalidReduceOnly = 21'740;
constexpr std::int32_t kInvalidGrouping = 21'741;
constexpr std::int32_t kInvalidGroupSize = 21'742;
constexpr std::int32_t kInvalidOrderInfo = 21'743;
constexpr std::int32_t kInvalidTimestamps = 22'400;
constexpr std::int32_t kInvalidResolution = 22'402;
constexpr std::int32_t kTooManyRequests = 23'000;
constexpr std::int32_t kPathNotFound = 29'404;
constexpr std::int32_t kInternal = 29'500;
constexpr std::int32_t kInvalidJson = 30'000;
constexpr std::int32_t kInvalidMessage = 30'001;
constexpr std::int32_t kNotSubscribed = 30'002;
constexpr std::int32_t kAlreadySubscribed = 30'003;
constexpr std::int32_t kInvalidChannel = 30'005;
constexpr std::int32_t kTooManyMessages = 30'009;
} // namespace code

/// The code with the venue's words for it.
[[nodiscard]] ExchangeRefusal refusal(std::int32_t code);
/// The code for what the official signer would have refused.
[[nodiscard]] std::int32_t codeOf(lighter::TransactionError error) noexcept;

} // namespace wick::exchange
