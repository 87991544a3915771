#include "app/desktop/risktools.h"

#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/sessioncontroller.h"
#include "app/desktop/text/describe.h"
#include "app/desktop/views/riskeditor.h"
#include "core/backtest/propevaluation.h"
#include "core/backtest/sizingstress.h"
#include "core/base/unreachable.h"
#include "core/sizing/dynamicleverage.h"
#include "core/sizing/sizingcalculator.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

constexpr std::size_t kSamples = 1'000;
constexpr std::uint64_t kSeed = 1; ///< the same numbers for the same trades

/// The situations of requirement S2.31, as they are typed.
struct Scenario
{
    const char* volatility;
    const char* drawdown;
    const char* trades;
    const char* wins;
    const char* payoff;
    const char* expectancy;
};
constexpr std::array kScenarios{
    Scenario{"2", "0", "0", "50", "1", "0"}, Scenario{"5", "0", "0", "50", "1", "0"},
    Scenario{"2", "12", "0", "50", "1", "0"}, Scenario{"1", "0", "100", "60", "1.5", "0.1"},
    Scenario{"8", "16", "100", "30", "1", "-0.3"}};

std::vector<BoardField> leverageFields()
{
    const auto tr = [](const char* words) {
        return RiskTools::tr(words);
    };
    return {{u"base"_s, tr("Base"), u"×"_s, u"5"_s,
             tr("Gross leverage when nothing speaks against it")},
            {u"current"_s, tr("Volatility of a day now"), u"%"_s, u"2"_s,
             tr("From five-minute returns, half-life one day")},
            {u"normal"_s, tr("Usual volatility of a day"), u"%"_s, u"2"_s,
             tr("Median of up to 60 days")},
            {u"drawdown"_s, tr("Fall from the peak"), u"%"_s, u"0"_s, tr("Of equity")},
            {u"trades"_s,
             tr("Own trades looked at"),
             {},
             u"0"_s,
             tr("The last 100; below 50 they do not count")},
            {u"wins"_s, tr("Won"), u"%"_s, u"50"_s, tr("Share of them")},
            {u"payoff"_s, tr("Mean win over mean loss"), {}, u"1"_s, {}},
            {u"expectancy"_s, tr("Lower bound of the mean"), u"R"_s, u"0"_s,
             tr("Above 0 a good record may raise the leverage")}};
}

std::vector<BoardField> sizeFields()
{
    const auto tr = [](const char* words) {
        return RiskTools::tr(words);
    };
    return {
        {u"account"_s, tr("Account"), u"USDC"_s, u"10000"_s, {}},
        {u"risk"_s, tr("Risk of the trade"), u"%"_s, u"1"_s, {}},
        {u"entry"_s, tr("Entry"), {}, u"2000"_s, {}},
        {u"stop"_s, tr("Stop"), {}, u"1990"_s, tr("Below the entry: a long; above it: a short")},
        {u"slip"_s, tr("Slippage each side"), {}, u"0"_s, tr("In the price of the market")},
        {u"fee"_s, tr("Fee each side"), u"bp"_s, u"0"_s, {}}};
}

std::vector<BoardField> stressFields()
{
    const auto tr = [](const char* words) {
        return RiskTools::tr(words);
    };
    return {{u"fraction"_s, tr("Risk a trade"), u"%"_s, u"0.25"_s, tr("The row of 1 ×")},
            {u"ruin"_s, tr("Ruin is a fall of"), u"%"_s, u"50"_s, tr("From the start")},
            {u"block"_s, tr("Days that stay together"), u"days"_s, u"5"_s,
             tr("Mean length of the blocks drawn")}};
}

std::vector<BoardField> evaluationFields()
{
    const auto tr = [](const char* words) {
        return RiskTools::tr(words);
    };
    return {
        {u"day"_s, tr("Day loss"), u"%"_s, u"5"_s, tr("Of the start; equal fails")},
        {u"drawdown"_s, tr("Largest drawdown"), u"%"_s, u"10"_s, tr("Of the start; equal fails")},
        {u"target"_s, tr("Profit target"), u"%"_s, u"10"_s, tr("At the close of a day")},
        {u"days"_s, tr("Days with a trade"), {}, u"4"_s, tr("At least")}};
}

BoardResult unusable()
{
    BoardResult result;
    result.headline = RiskTools::tr("A field is not a number");
    result.tone = Tone::Secondary;
    return result;
}

QString factorText(double factor)
{
    return u"× %1"_s.arg(number(factor, 2));
}

core::Price priceOf(double value, const core::Instrument& market)
{
    return core::Price{std::llround(value * std::pow(10.0, market.priceDecimals()))};
}

QString sizeProblem(core::SizingRefusal refusal)
{
    switch (refusal) {
    case core::SizingRefusal::NoStop:
        return RiskTools::tr("Entry and stop are the same");
    case core::SizingRefusal::NoEquity:
        return RiskTools::tr("There is nothing to risk");
    case core::SizingRefusal::NoRoom:
        return RiskTools::tr("There is no room");
    case core::SizingRefusal::TooSmall:
        return RiskTools::tr("Smaller than the market's smallest order");
    }
    core::unreachable();
}

QString outcomeWords(const core::PropRun& run)
{
    switch (run.outcome) {
    case core::PropOutcome::Passed:
        return RiskTools::tr("Passed on day %1").arg(run.days);
    case core::PropOutcome::DayLoss:
        return RiskTools::tr("Failed on day %1 by its day loss").arg(run.days);
    case core::PropOutcome::Drawdown:
        return RiskTools::tr("Failed on day %1 by its drawdown").arg(run.days);
    case core::PropOutcome::TimeOut:
        return RiskTools::tr("Out of time after %1 days").arg(run.days);
    case core::PropOutcome::Unfinished:
        return RiskTools::tr("Not decided in %1 days").arg(run.days);
    }
    core::unreachable();
}

} // namespace

RiskTools::RiskTools(RiskEditor& editor, SessionController& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_leverage(new BoardView{
          tr("How much all positions may be worth, and why: base × volatility × drawdown × record, "
             "from 1 to 10 × equity. It falls at once and rises at most 10 % an hour."),
          leverageFields(),
          {tr("Normal"), tr("High volatility"), tr("12 % drawdown"), tr("Strong and calm"),
           tr("All bad")}})
    , m_size(new BoardView{tr("Size = account × risk / (distance to the stop + costs), in whole "
                              "lots, rounded down. No other limit is looked at."),
                           sizeFields(),
                           {u"ETH"_s, u"BTC"_s, u"XAU"_s}})
    , m_stress(new BoardView{
          tr("The same trades with other sizes: whole days are drawn again 1,000 times, in blocks, "
             "and every row sees the same draws."),
          stressFields(),
          {}})
    , m_evaluation(new BoardView{
          tr("An evaluation of a prop firm, played on the days there are, and on days like these "
             "drawn again 1,000 times."),
          evaluationFields(),
          {tr("Static, from equity"), tr("Static, from balance"), tr("Trailing, from equity"),
           tr("Trailing, from balance")}})
{
    editor.addTool(tr("Leverage board"), m_leverage);
    editor.addTool(tr("Sizing calculator"), m_size);
    editor.addTool(tr("Sizing stress"), m_stress);
    editor.addTool(tr("Prop evaluation"), m_evaluation);
    connect(m_leverage, &BoardView::presetChosen, this, &RiskTools::chooseLeverage);
    connect(m_leverage, &BoardView::edited, this, &RiskTools::workOutLeverage);
    connect(m_size, &BoardView::presetChosen, this, &RiskTools::chooseMarket);
    connect(m_size, &BoardView::edited, this, &RiskTools::workOutSize);
    connect(m_stress, &BoardView::edited, this, &RiskTools::workOutStress);
    connect(m_evaluation, &BoardView::edited, this, &RiskTools::workOutEvaluation);
    connect(m_evaluation, &BoardView::presetChosen, this, &RiskTools::workOutEvaluation);
    workOutLeverage();
}

void RiskTools::setBacktest(std::shared_ptr<const BacktestRun> run)
{
    m_backtest = std::move(run);
    refresh();
}

void RiskTools::refresh()
{
    if (const auto latest = m_session.latest(); latest != nullptr && latest->instruments) {
        m_instruments = *latest->instruments;
    }
    workOutSize();
    workOutStress();
    workOutEvaluation();
}

void RiskTools::chooseLeverage(int scenario)
{
    const Scenario& chosen = kScenarios[static_cast<std::size_t>(scenario)];
    const auto text = [](const char* plain) {
        return QString::fromLatin1(plain);
    };
    m_leverage->setValue(u"base"_s, u"5"_s);
    m_leverage->setValue(u"normal"_s, u"2"_s);
    m_leverage->setValue(u"current"_s, text(chosen.volatility));
    m_leverage->setValue(u"drawdown"_s, text(chosen.drawdown));
    m_leverage->setValue(u"trades"_s, text(chosen.trades));
    m_leverage->setValue(u"wins"_s, text(chosen.wins));
    m_leverage->setValue(u"payoff"_s, text(chosen.payoff));
    m_leverage->setValue(u"expectancy"_s, text(chosen.expectancy));
}

void RiskTools::workOutLeverage()
{
    const auto of = [this](const QString& key) {
        return m_leverage->value(key);
    };
    const auto base = of(u"base"_s);
    const auto current = of(u"current"_s);
    const auto normal = of(u"normal"_s);
    const auto drawdown = of(u"drawdown"_s);
    const auto trades = of(u"trades"_s);
    const auto wins = of(u"wins"_s);
    const auto payoff = of(u"payoff"_s);
    const auto expectancy = of(u"expectancy"_s);
    if (!base || !current || !normal || !drawdown || !trades || !wins || !payoff || !expectancy) {
        m_leverage->setResult(unusable());
        return;
    }
    core::LeverageInputs inputs;
    inputs.currentVolatility = *current / 100.0;
    inputs.normalVolatility = *normal / 100.0;
    inputs.normalIsAssumed = false;
    inputs.drawdown = std::llround(std::clamp(*drawdown, 0.0, 100.0) * 10'000.0);
    inputs.trades = std::llround(std::clamp(*trades, 0.0, 100.0));
    inputs.winShare = std::clamp(*wins / 100.0, 0.0, 1.0);
    inputs.payoff = *payoff;
    inputs.expectancyLow = *expectancy;
    core::DynamicLeverage leverage{{core::DynamicLeverage::kMost, 0, core::Timestamp{}}};
    const auto ppm = std::llround(std::clamp(*base, 0.0, 50.0) * 1e6);
    const core::LeverageFactors factors = leverage.update(ppm, inputs, core::Timestamp{});
    BoardResult result;
    result.headline = tr("%1 × equity may be held").arg(number(factors.target, 1));
    result.heads = {tr("Factor"), tr("Value"), tr("From")};
    result.rows = {
        {tr("Base"), number(*base, 2), tr("the limit Gross leverage")},
        {tr("Volatility"), factorText(factors.volatility),
         tr("%1 usual over %2 now, 0.3 to 1.5").arg(percent(*normal, 1), percent(*current, 1))},
        {tr("Drawdown"), factorText(factors.drawdown),
         tr("%1 from the peak: 1, 0.7, 0.5 or 0.3").arg(percent(*drawdown, 1))},
        {tr("Record"), factorText(factors.performance),
         inputs.trades < 50 ? tr("fewer than 50 trades count as 1")
                            : tr("half of Kelly, 0.6 to 1.2")},
        {tr("Product"), number(factors.product, 2), tr("held between 1 and 10")}};
    result.marked = 4;
    m_leverage->setResult(result);
}

void RiskTools::chooseMarket(int market)
{
    const auto latest = m_session.latest();
    const auto at = static_cast<std::size_t>(market);
    if (latest == nullptr || at >= latest->markets.size() || !latest->markets[at].last) {
        workOutSize();
        return;
    }
    const core::Instrument& instrument = (*latest->instruments)[at];
    const double last = core::toDouble(*latest->markets[at].last, instrument);
    const double distance = last * 0.005; // half a percent, a usual stop
    m_size->setValue(u"entry"_s, QString::number(last, 'f', instrument.priceDecimals()));
    m_size->setValue(u"stop"_s, QString::number(last - distance, 'f', instrument.priceDecimals()));
    workOutSize();
}

void RiskTools::workOutSize()
{
    const auto market = static_cast<std::size_t>(std::max(0, m_size->preset()));
    const auto account = m_size->value(u"account"_s);
    const auto risk = m_size->value(u"risk"_s);
    const auto entry = m_size->value(u"entry"_s);
    const auto stop = m_size->value(u"stop"_s);
    const auto slip = m_size->value(u"slip"_s);
    const auto fee = m_size->value(u"fee"_s);
    if (!account || !risk || !entry || !stop || !slip || !fee || market >= m_instruments.size()) {
        m_size->setResult(unusable());
        return;
    }
    const core::Instrument& instrument = m_instruments[market];
    constexpr double kMostAccount = 1e12;
    core::SizingQuestion question;
    question.account = core::Money{std::llround(std::clamp(*account, 0.0, kMostAccount) * 1e6)};
    question.risk = core::Ppm{std::llround(std::clamp(*risk, 0.0, 100.0) * 10'000.0)};
    question.entry = priceOf(std::clamp(*entry, 0.0, kMostAccount / 1e3), instrument);
    question.stop = priceOf(std::clamp(*stop, 0.0, kMostAccount / 1e3), instrument);
    const core::Price apart = priceOf(std::clamp(*slip, 0.0, kMostAccount / 1e3), instrument);
    question.costs = {core::PriceDelta{apart.count()}, core::PriceDelta{apart.count()},
                      core::Ppm{std::llround(std::clamp(*fee, 0.0, 1e4) * 100.0)},
                      core::Ppm{std::llround(std::clamp(*fee, 0.0, 1e4) * 100.0)}, core::Ppm{}};
    BoardResult result;
    const auto answer = core::calculateSize(instrument, question);
    if (!answer) {
        result.headline = sizeProblem(answer.error());
        result.tone = Tone::Danger;
        m_size->setResult(result);
        return;
    }
    const QString base = text(instrument.base());
    result.headline = u"%1 %2 %3"_s.arg(
        describe(answer->side == core::Side::Buy ? RowSide::Long : RowSide::Short),
        number(fixedOf(answer->quantity, instrument)), base);
    result.heads = {tr("What"), tr("USDC")};
    result.rows = {{tr("May be lost"), money(fixedOf(answer->budget))},
                   {tr("Loss at the stop, costs inside"), money(fixedOf(answer->lossAtStop))},
                   {tr("Value of the position"), money(fixedOf(answer->notional))},
                   {tr("Of the account"),
                    u"%1 ×"_s.arg(number(static_cast<double>(answer->leverage) / 1e6, 2))}};
    m_size->setResult(result);
}

std::vector<core::TradeRow> RiskTools::trades() const
{
    if (m_backtest != nullptr) {
        return m_backtest->outcome.result.trades;
    }
    const auto latest = m_session.latest();
    return latest == nullptr || !latest->trades ? std::vector<core::TradeRow>{} : *latest->trades;
}

std::vector<core::EquityPoint> RiskTools::equity() const
{
    if (m_backtest != nullptr) {
        return m_backtest->outcome.result.equity;
    }
    const auto latest = m_session.latest();
    return latest == nullptr || !latest->equityCurve ? std::vector<core::EquityPoint>{}
                                                     : *latest->equityCurve;
}

QString RiskTools::tradesWords() const
{
    const auto count = number(static_cast<double>(trades().size()), 0);
    return m_backtest != nullptr ? tr("%1 trades of the backtest shown.").arg(count)
                                 : tr("%1 trades of this session.").arg(count);
}

void RiskTools::workOutStress()
{
    const auto fraction = m_stress->value(u"fraction"_s);
    const auto ruin = m_stress->value(u"ruin"_s);
    const auto block = m_stress->value(u"block"_s);
    if (!fraction || !ruin || !block) {
        m_stress->setResult(unusable());
        return;
    }
    std::vector<core::StressTrade> list;
    for (const core::TradeRow& trade : trades()) {
        if (trade.initialRisk.count() > 0) {
            list.push_back({trade.exitTime, static_cast<double>(trade.net().count())
                                                / static_cast<double>(trade.initialRisk.count())});
        }
    }
    core::StressSetup setup;
    setup.fraction = std::clamp(*fraction, 0.0, 100.0) / 100.0;
    setup.ruin = std::clamp(*ruin, 1.0, 100.0) / 100.0;
    setup.blockDays = std::max(1.0, *block);
    setup.samples = kSamples;
    BoardResult result;
    result.note = tr("%1 A trade moves equity by its R times the risk; what one R costs in "
                     "slippage at four times the size is not in it.")
                      .arg(tradesWords());
    constexpr std::size_t kEnoughTrades = 30;
    if (list.size() < kEnoughTrades) {
        result.note = tr("So few trades say little. %1").arg(result.note);
    }
    const auto lines = core::stressSizing(list, setup, core::RandomSource{kSeed});
    if (lines.empty()) {
        result.headline = tr("No closed trades yet");
        result.tone = Tone::Secondary;
        m_stress->setResult(result);
        return;
    }
    result.heads = {tr("Risk a trade"), tr("Ruin"),   tr("Drawdown"), tr("1 in 20"),
                    tr("End, 5 %"),     tr("Median"), tr("95 %")};
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const core::StressLine& line = lines[i];
        if (line.multiple == 1.0) {
            result.marked = static_cast<int>(i);
            result.headline = tr("%1 chance of ruin, 1 in 20 falls by %2 or more")
                                  .arg(percent(line.ruinProbability * 100.0, 1),
                                       percent(line.drawdownWorst * 100.0, 1));
        }
        result.rows.push_back(
            {tr("%1 × = %2").arg(number(line.multiple, 2), percent(*fraction * line.multiple, 3)),
             percent(line.ruinProbability * 100.0, 1), percent(line.drawdownMedian * 100.0, 1),
             percent(line.drawdownWorst * 100.0, 1), u"%1 ×"_s.arg(number(line.endLow, 2)),
             u"%1 ×"_s.arg(number(line.endMedian, 2)), u"%1 ×"_s.arg(number(line.endHigh, 2))});
    }
    m_stress->setResult(result);
}

void RiskTools::workOutEvaluation()
{
    const auto day = m_evaluation->value(u"day"_s);
    const auto drawdown = m_evaluation->value(u"drawdown"_s);
    const auto target = m_evaluation->value(u"target"_s);
    const auto least = m_evaluation->value(u"days"_s);
    if (!day || !drawdown || !target || !least) {
        m_evaluation->setResult(unusable());
        return;
    }
    const auto ppm = [](double share) {
        return static_cast<std::int64_t>(std::llround(std::clamp(share, 0.0, 1'000.0) * 10'000.0));
    };
    core::PropRules rules;
    rules.dayLoss = ppm(*day);
    rules.maxDrawdown = ppm(*drawdown);
    rules.target = ppm(*target);
    rules.minimumDays = static_cast<int>(std::clamp(*least, 0.0, 1'000.0));
    const int preset = std::max(0, m_evaluation->preset());
    rules.drawdown = preset < 2 ? core::PropDrawdown::Static : core::PropDrawdown::Trailing;
    rules.dayReference =
        preset % 2 == 0 ? core::PropReference::Equity : core::PropReference::Balance;
    const auto days = core::propDaysOf(equity(), trades());
    BoardResult result;
    result.note = tr("%1 %2 days.").arg(tradesWords()).arg(days.size());
    if (days.empty()) {
        result.headline = tr("No days yet");
        result.tone = Tone::Secondary;
        m_evaluation->setResult(result);
        return;
    }
    const core::PropRun run = core::playEvaluation(days, rules);
    const core::PropOdds odds =
        core::evaluationOdds(days, rules, kSamples, core::RandomSource{kSeed});
    result.headline = outcomeWords(run);
    result.tone = run.outcome == core::PropOutcome::Passed       ? Tone::Good
                  : run.outcome == core::PropOutcome::Unfinished ? Tone::Primary
                                                                 : Tone::Danger;
    result.heads = {tr("Days like these, drawn again"), tr("Share")};
    result.rows = {
        {tr("Passed"), percent(odds.passed * 100.0, 1)},
        {tr("Failed by the day loss"), percent(odds.dayLoss * 100.0, 1)},
        {tr("Failed by the drawdown"), percent(odds.drawdown * 100.0, 1)},
        {tr("Not decided within a year"), percent(odds.undecided * 100.0, 1)},
        {tr("Days to pass, median"),
         odds.medianDays > 0 ? number(static_cast<double>(odds.medianDays), 0) : missingText()}};
    m_evaluation->setResult(result);
}

} // namespace wick::desktop
