#include "app/desktop/adapters/corevalues.h"

#include "app/desktop/text/describe.h"
#include "core/base/unreachable.h"

#include <QCoreApplication>

#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Snapshot)
};

QString closedBy(const core::TradeRow& trade)
{
    switch (trade.exitRole) {
    case core::OrderRole::ProtectiveStop:
        return Words::tr("Stop");
    case core::OrderRole::Target:
        return Words::tr("Target");
    case core::OrderRole::Entry:
    case core::OrderRole::Exit: {
        QString words = translated(trade.exitReason.sentence);
        return words.endsWith(u'.') ? words.chopped(1) : words;
    }
    }
    core::unreachable();
}

double averagePrice(core::Int128 sum, core::Quantity lots)
{
    return lots.count() == 0 ? 0.0 : static_cast<double>(sum) / static_cast<double>(lots.count());
}

} // namespace

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QString translated(std::string_view sentence)
{
    return QCoreApplication::translate("Reasons", std::string{sentence}.c_str());
}

RowSide sideOf(core::Side side) noexcept
{
    return side == core::Side::Buy ? RowSide::Long : RowSide::Short;
}

Fixed averageFixed(core::Int128 sum, core::Quantity lots, const core::Instrument& instrument)
{
    return {std::llround(averagePrice(sum, lots)), instrument.priceDecimals()};
}

Fixed fixedOf(core::Price price, const core::Instrument& instrument)
{
    return {price.count(), instrument.priceDecimals()};
}

Fixed fixedOf(core::Quantity quantity, const core::Instrument& instrument)
{
    return {quantity.count(), instrument.quantityDecimals()};
}

Fixed fixedOf(core::Money money)
{
    return {money.count(), 6};
}

qint64 millisecondsOf(core::Timestamp time)
{
    return core::toMilliseconds(time);
}

QString statusSentence(const core::Status& status, const core::Instrument& instrument)
{
    QString words = translated(status.sentence);
    for (const core::StatusNumber& entry : status.numbers) {
        if (!words.contains(u'%')) {
            break; // a sentence may leave its last numbers out
        }
        switch (entry.kind) {
        case core::StatusNumber::Kind::Level:
            words = words.arg(number(entry.value, instrument.priceDecimals()));
            break;
        case core::StatusNumber::Kind::Count:
            words = words.arg(number(entry.value, 0));
            break;
        case core::StatusNumber::Kind::Ratio:
            words = words.arg(number(entry.value, 2));
            break;
        }
    }
    return words;
}

QString ruleNumber(core::RuleUnit unit, std::int64_t value, const core::Instrument& instrument)
{
    if (value == core::kNoLimit) {
        return Words::tr("no limit");
    }
    switch (unit) {
    case core::RuleUnit::None:
    case core::RuleUnit::Count:
        return number(Fixed{value, 0});
    case core::RuleUnit::PriceUnits:
        return number(Fixed{value, instrument.priceDecimals()});
    case core::RuleUnit::Lots:
        return number(Fixed{value, instrument.quantityDecimals()});
    case core::RuleUnit::MicroUsdc:
        return Words::tr("%1 USDC").arg(money(Fixed{value, 6}));
    case core::RuleUnit::PartsPerMillion:
        return percent(static_cast<double>(value) / 10'000.0, 2);
    case core::RuleUnit::Milliseconds:
        return Words::tr("%1 s").arg(number(static_cast<double>(value) / 1000.0, 1));
    case core::RuleUnit::Minutes:
        return Words::tr("%1 min").arg(value);
    }
    core::unreachable();
}

QString ruleWords(const core::VerdictLine& line, const core::Instrument& instrument)
{
    const core::RuleUnit unit = line.rule == nullptr ? core::RuleUnit::None : line.rule->unit;
    if (unit == core::RuleUnit::None) {
        return {};
    }
    if (!line.result.known) {
        return Words::tr("no data");
    }
    if (line.result.limit == core::kNoLimit) {
        return Words::tr("no limit");
    }
    const QString limit = ruleNumber(unit, line.result.limit, instrument);
    if (line.result.actual == core::kNoLimit) {
        return Words::tr("far from %1").arg(limit);
    }
    QString actual = ruleNumber(unit, line.result.actual, instrument);
    const QString ending = u' ' + limit.section(u' ', 1);
    if (limit.contains(u' ') && actual.endsWith(ending)) {
        actual.chop(ending.size());
    }
    return Words::tr("%1 of %2").arg(actual, limit);
}

QString refusalWords(const session::SignalStatus& signal, const core::Instrument& instrument)
{
    const core::VerdictLine* line = signal.verdict.firstFailure();
    if (line == nullptr || line->rule == nullptr || line->rule->unit == core::RuleUnit::None) {
        QString words = translated(signal.refusal.sentence);
        if (!words.isEmpty()) {
            words[0] = words[0].toLower();
        }
        return words.endsWith(u'.') ? words.chopped(1) : words;
    }
    return Words::tr("%1, %2").arg(text(line->rule->title).toLower(), ruleWords(*line, instrument));
}

TradeRow
tradeRow(const core::TradeRow& trade, const core::Instrument& instrument, const QString& engine)
{
    TradeRow row;
    row.id = static_cast<qint64>(trade.id);
    row.market = text(instrument.symbol());
    row.engine = engine;
    row.side = sideOf(trade.side);
    row.size = fixedOf(trade.quantity, instrument);
    row.entryMs = millisecondsOf(trade.entryTime);
    row.exitMs = millisecondsOf(trade.exitTime);
    row.entry = averageFixed(trade.entrySum, trade.quantity, instrument);
    row.exit = averageFixed(trade.exitSum, trade.closed, instrument);
    row.closedBy = trade.open ? Words::tr("Still open") : closedBy(trade);
    row.bars = static_cast<int>(trade.barsHeld);
    row.net = fixedOf(trade.net());
    row.ambiguous = trade.ambiguous;
    const double risk = static_cast<double>(trade.initialRisk.count());
    row.resultR = risk > 0.0 ? static_cast<double>(trade.net().count()) / risk : std::nan("");
    const double entry = averagePrice(trade.entrySum, trade.quantity);
    const double distance = std::abs(entry - static_cast<double>(trade.stop.count()));
    const auto excursion = [&](core::Price price) {
        const double move = (static_cast<double>(price.count()) - entry)
                            * static_cast<double>(core::sign(trade.side));
        return distance > 0.0 ? move / distance : std::nan("");
    };
    row.worstR = excursion(trade.worst);
    row.bestR = excursion(trade.best);
    return row;
}

} // namespace wick::desktop
