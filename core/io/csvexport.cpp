#include "core/io/csvexport.h"

#include "core/backtest/trademeasures.h"
#include "core/base/decimal.h"
#include "core/io/jsonwriter.h"
#include "core/io/timetext.h"

#include <algorithm>

namespace wick::io {

using core::Instrument;
using core::Int128;
using core::Money;
using core::Price;
using core::TradeRow;

namespace {

constexpr int kMoneyDecimals = 6;
constexpr int kAverageDecimals = 4; ///< more than the instrument has, for an average of fills
constexpr int kRatioDecimals = 4;

/// Cells of one line, each after a comma but the first.
class Line
{
public:
    void add(std::string_view cell)
    {
        if (!m_first) {
            m_text += ',';
        }
        m_first = false;
        m_text += cell;
    }
    void add(Money money) { add(core::fixedText(money.count(), kMoneyDecimals)); }
    void add(std::uint64_t number) { add(std::to_string(number)); }

    [[nodiscard]] std::string take()
    {
        m_text += "\r\n";
        return std::move(m_text);
    }

private:
    std::string m_text;
    bool m_first = true;
};

/// Average of fills: exact in the decimals of the instrument, or with four more.
[[nodiscard]] std::string averageText(Int128 sum, core::Quantity lots, const Instrument& instrument)
{
    const int decimals = instrument.priceDecimals();
    if (lots.count() == 0) {
        return {};
    }
    if (sum % lots.count() == 0) {
        return core::fixedText(core::saturate(sum / lots.count()), decimals);
    }
    const Int128 finer = core::divide(sum * core::powerOfTen(kAverageDecimals), lots.count(),
                                      core::Rounding::HalfEven);
    return core::fixedText(core::saturate(finer), decimals + kAverageDecimals);
}

[[nodiscard]] std::string priceText(Price price, const Instrument& instrument)
{
    return core::fixedText(price.count(), instrument.priceDecimals());
}

/// Money as a multiple of the initial risk, four decimals; empty where there was none.
[[nodiscard]] std::string riskText(Money money, Money risk)
{
    if (risk.count() <= 0) {
        return {};
    }
    const Int128 scaled = static_cast<Int128>(money.count()) * core::powerOfTen(kRatioDecimals);
    return core::fixedText(
        core::saturate(core::divide(scaled, risk.count(), core::Rounding::HalfEven)),
        kRatioDecimals);
}

[[nodiscard]] std::string reasonsOf(const TradeRow& trade)
{
    return std::string{trade.entryReason.token} + ';' + std::string{trade.exitReason.token};
}

} // namespace

std::string_view tradeCsvHeader() noexcept
{
    return "id,strategy,market,side,quantity,entry_time,entry_price,exit_time,exit_price,"
           "decision_price,arrival_price,price_pnl,fees,funding,slippage,net_profit,r_multiple,"
           "mae_r,mfe_r,bars_held,balance,entry_order,exit_order,verdict,reasons,ambiguous\r\n";
}

std::string csvText(std::string_view text)
{
    constexpr std::string_view kDangerous = "=+-@\t\r";
    std::string cell{text};
    if (!cell.empty() && kDangerous.find(cell.front()) != std::string_view::npos) {
        cell.insert(cell.begin(), '\'');
    }
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
        return cell;
    }
    std::string quoted = "\"";
    for (const char c : cell) {
        quoted += c;
        if (c == '"') {
            quoted += '"';
        }
    }
    return quoted + '"';
}

std::string
tradeCsvLine(const TradeRow& trade, const Instrument& instrument, std::string_view strategy)
{
    Line line;
    line.add(trade.id);
    line.add(csvText(strategy));
    line.add(csvText(instrument.symbol()));
    line.add(trade.side == core::Side::Buy ? "long" : "short");
    line.add(core::shortestText(trade.quantity.count(), instrument.quantityDecimals()));
    line.add(isoText(trade.entryTime));
    line.add(averageText(trade.entrySum, trade.quantity, instrument));
    line.add(trade.open ? std::string{} : isoText(trade.exitTime));
    line.add(trade.open ? std::string{} : averageText(trade.exitSum, trade.closed, instrument));
    line.add(priceText(trade.decisionPrice, instrument));
    line.add(priceText(trade.arrivalPrice, instrument));
    line.add(trade.pricePnl);
    line.add(trade.fees);
    line.add(trade.funding);
    line.add(trade.slippage);
    line.add(trade.net());
    line.add(riskText(trade.net(), trade.initialRisk));
    line.add(riskText(core::excursionTo(trade.worst, trade, instrument), trade.initialRisk));
    line.add(riskText(core::excursionTo(trade.best, trade, instrument), trade.initialRisk));
    line.add(static_cast<std::uint64_t>(trade.barsHeld));
    line.add(trade.balance);
    line.add(trade.entryOrder.count());
    line.add(trade.open ? std::string{} : std::to_string(trade.exitOrder.count()));
    line.add(trade.verdict.count());
    line.add(csvText(reasonsOf(trade)));
    line.add(trade.ambiguous ? "1" : "0");
    return line.take();
}

std::string tradeCsv(const TradeLog& log)
{
    std::string text{tradeCsvHeader()};
    for (const auto rows : {log.closed, log.open}) {
        for (const TradeRow& trade : rows) {
            text += tradeCsvLine(trade, log.instruments[trade.instrument.count()],
                                 log.strategies[trade.engine.count()]);
        }
    }
    return text;
}

std::string equityCsv(std::span<const core::EquityPoint> equity)
{
    std::string text = "time,equity,drawdown\n";
    Money highest;
    for (const core::EquityPoint& point : equity) {
        highest = std::max(highest, point.equity);
        const double fall = highest.count() > 0
                                ? static_cast<double>((highest - point.equity).count())
                                      / static_cast<double>(highest.count())
                                : 0.0;
        text += std::to_string(core::toMilliseconds(point.time)) + ','
                + core::shortestText(point.equity.count(), kMoneyDecimals) + ',' + numberText(fall)
                + '\n';
    }
    return text;
}

} // namespace wick::io
