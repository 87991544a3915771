#pragma once

#include "core/io/venues/lighter/exchange/practiceexchange.h"
#include "core/io/venues/lighter/exchange/refusals.h"

#include <QJsonArray>
#include <QJsonObject>

namespace wick::exchange {

// What the exchange knows as the venue would write it. Fields are in the venue's own units and
// names. Source: the dossier's schemas and samples.

[[nodiscard]] QByteArray compact(const QJsonObject& object);
[[nodiscard]] QJsonObject refused(const ExchangeRefusal& why);

[[nodiscard]] QString moneyText(core::Money amount);

[[nodiscard]] QJsonObject marketRow(const PracticeExchange& exchange, const ExchangeMarket& market);
[[nodiscard]] QJsonObject statsRow(const PracticeExchange& exchange, const ExchangeMarket& market);
[[nodiscard]] QJsonObject tradeRow(const ExchangeMarket& market, const MarketTrade& trade);
[[nodiscard]] QJsonObject tradeRow(const ExchangeMarket& market, const OwnTrade& trade);
[[nodiscard]] QJsonObject orderRow(const ExchangeMarket& market, const Order& order);
[[nodiscard]] QJsonObject transactionRow(const TransactionRecord& record);
[[nodiscard]] QJsonObject
positionRow(const PracticeExchange& exchange, const Account& account, const ExchangeMarket& market);
[[nodiscard]] QJsonObject accountRow(const PracticeExchange& exchange, const Account& account);
[[nodiscard]] QJsonObject assetRow(const Account& account);
[[nodiscard]] QJsonObject userStats(const PracticeExchange& exchange, const Account& account);
[[nodiscard]] QJsonObject paymentRow(const ExchangeMarket& market, const FundingPayment& payment);

/// Length of a candle resolution such as "5m"; nothing for one that there is not.
[[nodiscard]] std::optional<core::Duration> resolutionOf(const QString& text);
/// Bars of a resolution that start in [from, to], the running one included, the newest `most`.
[[nodiscard]] QJsonArray candleRows(const ExchangeMarket& market,
                                    core::Duration resolution,
                                    core::Timestamp from,
                                    core::Timestamp to,
                                    std::size_t most);

/// The best of both sides; empty texts where there is none.
[[nodiscard]] QJsonObject tickerRow(const PracticeExchange& exchange, const ExchangeMarket& market);

/// Levels with price and size as texts.
[[nodiscard]] QJsonArray levelRows(const ExchangeMarket& market,
                                   const std::vector<core::BookLevel>& levels);

} // namespace wick::exchange
