#include "app/session/scenario.h"
#include "app/session/scenariorunner.h"
#include "core/risk/riskgate.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

using namespace wick;
using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view kStart = "limits open\n"
                                    "engine momentum ETH quantity 1\n"
                                    "engine second BTC quantity 0.01\n";

/// What a scenario came to, and its lines.
struct Played
{
    session::ScenarioOutcome outcome;
    std::vector<std::string> lines;

    [[nodiscard]] std::vector<QJsonObject> of(const QString& event) const
    {
        std::vector<QJsonObject> found;
        for (const auto& line : lines) {
            const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
            if (object[u"event"].toString() == event) {
                found.push_back(object);
            }
        }
        return found;
    }
};

Played playAll(const session::Scenario& scenario)
{
    Played played;
    played.outcome = session::runScenario(
        scenario, [&played](std::string_view line) { played.lines.emplace_back(line); });
    return played;
}

/// Plays `lines` after two engines were named.
Played play(std::string_view lines)
{
    const auto scenario = session::parseScenario(std::string{kStart} + std::string{lines});
    if (!scenario) {
        qFatal("line %d %s", scenario.error().line, scenario.error().sentence.c_str());
    }
    return playAll(*scenario);
}

QByteArray textOf(const QString& path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
}

QString scenarioFolder()
{
    return QStringLiteral(WICK_SOURCE_DIR "/tests/scenarios");
}

/// Whose entries a rule keeps out.
enum class Reach
{
    Engine,
    Market,
    Account
};

Reach reachOf(const std::string& rule)
{
    static const std::set<std::string> kEngine{
        "well_formed",          "stop_required",       "risk_per_trade", "engine.open_risk",
        "engine.daily_loss",    "engine.rolling_loss", "loss_streak",    "slippage_streak",
        "engine.peak_drawdown", "price_collar_bp",     "cost_ratio",     "trades_per_hour",
        "reject_streak"};
    static const std::set<std::string> kMarket{"max_position",    "max_notional",  "stage_cap",
                                               "liquidation_gap", "max_spread",    "min_depth",
                                               "stale_ms",        "trading_hours", "pre_close_min",
                                               "market_status",   "event_window",  "take_over"};
    return kEngine.contains(rule)   ? Reach::Engine
           : kMarket.contains(rule) ? Reach::Market
                                    : Reach::Account;
}

/// What one rule found of one engine's intent.
struct Finding
{
    QString engine; ///< strategy and market
    QString market;
    bool passed = false;
    int life = 0;      ///< so many restarts before
    double away = 0.0; ///< from the limit, in the unit
    double step = 0.0; ///< the smallest one in that unit; 0: it has none
};

/// The smallest step of a unit: a lot at these prices is worth up to 0.25 USDC, a tick 5 ppm.
double stepOf(const QString& unit)
{
    static const std::map<QString, double> kSteps{
        {u"lots"_s, 1},    {u"price_units"_s, 1}, {u"count"_s, 1},           {u"ms"_s, 1},
        {u"minutes"_s, 1}, {u"ppm"_s, 5},         {u"micro_usdc"_s, 250'000}};
    const auto found = kSteps.find(unit);
    return found == kSteps.end() ? 0.0 : found->second;
}

std::vector<Finding> findingsOf(const Played& played, const QString& rule)
{
    std::vector<Finding> findings;
    int life = 0;
    for (const auto& line : played.lines) {
        const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
        life += object[u"event"] == u"restarted"_s ? 1 : 0;
        for (const QJsonValue each : object[u"rules"].toArray()) {
            if (each[u"rule"] == rule) {
                const QString market = object[u"market"].toString();
                findings.push_back(
                    {object[u"strategy"].toString() + u' ' + market, market,
                     each[u"passed"].toBool(), life,
                     std::abs(each[u"actual"].toDouble() - each[u"limit"].toDouble()),
                     stepOf(each[u"unit"].toString())});
            }
        }
    }
    return findings;
}

/// Whether somebody else, whom the rule does not reach, passes after `first` was refused and before
/// it is let in again; for a rule of the account, whether somebody else is refused as well.
bool attributed(const std::vector<Finding>& findings, std::size_t first, Reach reach)
{
    for (std::size_t i = first + 1; i < findings.size(); ++i) {
        const Finding& other = findings[i];
        if (other.engine == findings[first].engine) {
            if (other.passed) {
                return false;
            }
            continue;
        }
        if (reach == Reach::Account
                ? !other.passed
                : other.passed
                      && (reach == Reach::Engine || other.market != findings[first].market))
        {
            return true;
        }
    }
    return false;
}

/// What these verdicts do not show of a rule.
QStringList missingIn(const std::vector<Finding>& findings, Reach reach)
{
    std::set<QString> shown;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const Finding& one = findings[i];
        if (one.away <= one.step || one.step == 0.0) {
            shown.insert(one.passed ? u"silent one unit inside"_s : u"fires at its edge"_s);
        }
        if (one.passed) {
            continue;
        }
        for (std::size_t k = i + 1; k < findings.size(); ++k) {
            if (findings[k].engine != one.engine) {
                continue;
            }
            if (findings[k].passed) {
                shown.insert(u"releases"_s);
            } else if (findings[k].life > one.life) {
                shown.insert(u"holds across a restart"_s);
            }
        }
        if (attributed(findings, i, reach)) {
            shown.insert(u"is attributed"_s);
        }
    }
    QStringList missing;
    for (const QString& kind : {u"silent one unit inside"_s, u"fires at its edge"_s, u"releases"_s,
                                u"holds across a restart"_s, u"is attributed"_s})
    {
        if (!shown.contains(kind)) {
            missing.append(kind);
        }
    }
    return missing;
}

} // namespace

class ScenarioTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsWrongIsNamedWithItsLine_data();
    void whatIsWrongIsNamedWithItsLine();
    void theExampleOfTheDocumentationHolds();
    void theSameFilePutsOutTheSameLines();
    void everyLineIsAnObjectWithItsTimeAndEvent();
    void aFailedExpectationSaysWhatWasFound_data();
    void aFailedExpectationSaysWhatWasFound();
    void linesHappenInOrderOfTimeThenOfTheFile();
    void aPriceMayGoOnForAWhile();
    void verdictsHoldEveryRule();
    void theVenueAnswersAsTheScriptSays();
    void timeMayJumpAndNeverRunsBack();
    void aRestartAtAnEventLosesNothing();
    void everyRuleHasItsScenarios();
    void oneDayBreachesEveryRule();
};

void ScenarioTest::whatIsWrongIsNamedWithItsLine_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<int>("line");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const char* lines, int line, const char* says) {
        QTest::newRow(name) << QByteArray{lines} << line << QByteArray{says};
    };
    row("word", "engin a ETH", 4, "did you mean 'engine'");
    row("timed word", "at 00:01 prise ETH 1", 4, "did you mean 'price'");
    row("market", "at 00:01 price ETX 1", 4, "did you mean 'ETH'");
    row("market without engine", "at 00:01 price XAU 1", 4, "no engine");
    row("engine", "at 00:01 intent momentun ETH buy", 4, "did you mean 'momentum ETH'");
    row("engine twice", "engine momentum ETH", 4, "a second time");
    row("side", "at 00:01 intent momentum ETH bye", 4, "did you mean 'buy'");
    row("limit", "limit dayly_loss 0.02", 4, "daily_loss");
    row("limit value", "limit daily_loss lots", 4, "daily_loss");
    row("limit out of range", "limit daily_loss 2", 4, "daily_loss");
    row("operator's limit", "at 00:01 operator limit dayly_loss 0.02", 4, "daily_loss");
    row("command", "at 00:01 operator flaten", 4, "did you mean 'flatten'");
    row("halt", "at 00:01 operator release daly because x", 4, "did you mean 'daily'");
    row("release without reason", "at 00:01 operator release kill", 4, "because");
    row("fault", "at 00:01 venue next close los", 4, "did you mean 'lost'");
    row("part of nobody", "at 00:01 venue next close part 0.1", 4, "of momentum ETH");
    row("part of a cancel", "at 00:01 venue next cancel of momentum ETH part 1", 4, "needs");
    row("fact", "expect equty 1", 4, "did you mean 'equity'");
    row("event", "expect event fil", 4, "did you mean 'fill'");
    row("field", "expect event fill role", 4, "KEY=VALUE");
    row("no of a number", "expect no equity 1", 4, "'no'");
    row("price", "at 00:01 price ETH 20x0", 4, "'20x0'");
    row("price too fine", "at 00:01 price ETH 2000.001", 4, "'2000.001'");
    row("price zero", "at 00:01 price ETH 0", 4, "above zero");
    row("price missing", "at 00:01 price ETH", 4, "is missing");
    row("more than wanted", "at 00:01 price ETH 1 2", 4, "'2'");
    row("time", "at 24:00 price ETH 1", 4, "'24:00'");
    row("time of the day", "at noon price ETH 1", 4, "'noon'");
    row("length", "+5x price ETH 1", 4, "'5x'");
    row("before the start", "at 2026-01-04 00:00 price ETH 1", 4, "within ten years");
    row("range without an interval", "at 00:01 price ETH 1 for 5s", 4, "every");
    row("range without a length", "at 00:01 price ETH 2 to 1", 4, "in 10m");
    row("range without end", "at 00:01 price ETH 1 for 300d every 1ms", 4, "too long");
    row("setup too late", "at 00:01 price ETH 1\naccount 5", 5, "before the first 'at'");
    row("book crossed", "at 00:01 book ETH 2 1 1 1", 4, "below the ask");
    row("blank lines count", "\n\n  # nothing\nengin a ETH", 7, "'engine'");
    row("clock", "at 00:01 clock 5s", 4, "forward");
    row("restart", "at 00:01 restart at fil", 4, "did you mean 'fill'");
    row("event of the market", "at 00:01 operator add_event ETH", 4, "for 10m");
    row("status", "at 00:01 operator market_status ETH opn", 4, "did you mean 'open'");
    row("binary", "\xff\xfe\x01", 4, "unknown word");
}

void ScenarioTest::whatIsWrongIsNamedWithItsLine()
{
    QFETCH(const QByteArray, lines);
    QFETCH(const int, line);
    QFETCH(const QByteArray, says);
    const auto scenario = session::parseScenario(std::string{kStart} + lines.toStdString());
    QVERIFY(!scenario.has_value());
    QCOMPARE(scenario.error().line, line);
    QVERIFY2(QByteArray::fromStdString(scenario.error().sentence).contains(says),
             scenario.error().sentence.c_str());
}

void ScenarioTest::theExampleOfTheDocumentationHolds()
{
    const QByteArray page = textOf(QStringLiteral(WICK_SOURCE_DIR "/docs/scenarios.md"));
    const auto from = page.indexOf("```\n") + 4;
    const QByteArray example = page.mid(from, page.indexOf("```", from) - from);
    QVERIFY(example.contains("expect"));
    const auto scenario = session::parseScenario(example.toStdString());
    QVERIFY2(scenario.has_value(), scenario ? "" : scenario.error().sentence.c_str());
    const Played played = playAll(*scenario);
    QVERIFY(played.outcome.expectations > 0);
    QVERIFY2(played.outcome.failed.empty(),
             played.outcome.failed.empty() ? "" : played.outcome.failed[0].found.c_str());
}

void ScenarioTest::theSameFilePutsOutTheSameLines()
{
    constexpr auto kLines = "at 00:01 price ETH 2000 to 1900 in 10m every 1s\n"
                            "at 00:02 intent momentum ETH buy stop 1950 target 2100\n"
                            "at 00:03 operator flatten\n";
    QCOMPARE(play(kLines).lines, play(kLines).lines);
}

void ScenarioTest::everyLineIsAnObjectWithItsTimeAndEvent()
{
    const Played played = play("at 00:01 price ETH 2000\n"
                               "+1s intent momentum ETH buy stop 1950 target 2010\n"
                               "+1s price ETH 2000\n"
                               "+1s price ETH 2011\n"
                               "+1s operator kill\n"
                               "expect equity 1\n");
    std::set<QString> events;
    for (const auto& line : played.lines) {
        const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
        QVERIFY(object[u"time"].isString());
        QVERIFY(line.ends_with('\n') && line.find('\n') == line.size() - 1);
        events.insert(object[u"event"].toString());
    }
    for (const QString& event :
         {u"account"_s, u"verdict"_s, u"signal"_s, u"order_accepted"_s, u"fill"_s, u"trade"_s,
          u"command"_s, u"halt"_s, u"verified_flat"_s, u"expectation"_s, u"end"_s})
    {
        QVERIFY2(events.contains(event), qPrintable(event));
    }
}

void ScenarioTest::aFailedExpectationSaysWhatWasFound_data()
{
    QTest::addColumn<QByteArray>("expectation");
    QTest::addColumn<QByteArray>("found");
    const auto row = [](const char* expectation, const char* found) {
        QTest::newRow(expectation) << QByteArray{expectation} << QByteArray{found};
    };
    row("expect equity 10000.01", "10000");
    row("expect position momentum ETH flat", "1");
    row("expect stop momentum ETH none", "1900");
    row("expect working momentum ETH 0", "1");
    row("expect control momentum ETH paused", "running");
    row("expect closing momentum ETH closing", "idle");
    row("expect verdict max_position", "accepted");
    row("expect refused NO_STOP", "none");
    row("expect limit daily_loss 0.02", "none");
    row("expect rule max_position fails", "passes limit none actual 1");
    row("expect rule max_position passes actual 2", "passes limit none actual 1");
    row("expect rule nothing passes", "there is no such rule");
    row("expect halt", "no halt");
    row("expect event trade", "fill, order_accepted");
    row("expect no event fill", "fill, order_accepted");
    row("expect event fill times 2", "fill, order_accepted");
    row("expect event fill price=1", "fill, order_accepted");
}

void ScenarioTest::aFailedExpectationSaysWhatWasFound()
{
    QFETCH(const QByteArray, expectation);
    QFETCH(const QByteArray, found);
    const Played played = play("at 00:01 price ETH 2000\n"
                               "+1s intent momentum ETH buy stop 1900\n"
                               "+1s price ETH 2000\n"
                               + expectation.toStdString() + '\n');
    QCOMPARE(played.outcome.failed.size(), std::size_t{1});
    QCOMPARE(played.outcome.failed[0].line, 7);
    QCOMPARE(QByteArray::fromStdString(played.outcome.failed[0].text), expectation);
    QCOMPARE(QByteArray::fromStdString(played.outcome.failed[0].found), found);
    QCOMPARE(played.of(u"end"_s).at(0)[u"failed"].toInt(), 1);
}

void ScenarioTest::linesHappenInOrderOfTimeThenOfTheFile()
{
    const Played played = play("at 00:02 price ETH 1990\n"
                               "at 00:01 price ETH 2000\n"
                               "at 00:01 intent momentum ETH buy stop 1900\n"
                               "at 00:01 price ETH 2010\n");
    const auto fills = played.of(u"fill"_s);
    QCOMPARE(fills.size(), std::size_t{1});
    QCOMPARE(fills[0][u"price"].toDouble(), 2'010.0);
}

void ScenarioTest::aPriceMayGoOnForAWhile()
{
    std::string text{kStart};
    text.append("at 00:01 price ETH 2000 to 1990 in 10s every 1s\n+0s price ETH 5\n");
    const auto scenario = session::parseScenario(text);
    QVERIFY(scenario.has_value());
    std::vector<std::int64_t> prices;
    for (const auto& line : scenario->lines) {
        prices.push_back(std::get<session::PriceLine>(line.what).price.count());
    }
    QCOMPARE(prices.size(), std::size_t{12});
    QCOMPARE(prices[0], std::int64_t{200'000});
    QCOMPARE(prices[1], std::int64_t{199'900});
    QCOMPARE(prices[10], std::int64_t{199'000});
    QCOMPARE(prices[11], std::int64_t{500}); // "+0s" counts from its end
}

void ScenarioTest::verdictsHoldEveryRule()
{
    const Played played = play("at 00:01 price ETH 2000\n+1s intent momentum ETH buy stop 1900\n");
    const auto verdicts = played.of(u"verdict"_s);
    QCOMPARE(verdicts.size(), std::size_t{1});
    const QJsonArray rules = verdicts[0][u"rules"].toArray();
    const auto known = core::standardRules();
    QCOMPARE(static_cast<std::size_t>(rules.size()), known.size());
    for (std::size_t i = 0; i < known.size(); ++i) {
        QCOMPARE(rules[static_cast<qsizetype>(i)].toObject()[u"rule"].toString().toStdString(),
                 std::string{known[i]->info().name});
    }
}

void ScenarioTest::theVenueAnswersAsTheScriptSays()
{
    const Played played = play("at 00:01 price ETH 2000\n"
                               "+0s venue next entry refused because TOO_MANY\n"
                               "+0s intent momentum ETH buy stop 1900\n"
                               "+1s price ETH 2000\n"
                               "+0s venue next 2 entry of momentum ETH lost\n"
                               "+0s intent momentum ETH buy stop 1900\n"
                               "+0s intent second BTC buy stop 1900\n"
                               "+1s price ETH 2000\n");
    const auto rejected = played.of(u"order_rejected"_s);
    QCOMPARE(rejected.size(), std::size_t{1});
    QCOMPARE(rejected[0][u"reason"].toString(), u"TOO_MANY"_s);
    QVERIFY(played.of(u"fill"_s).empty());
    QVERIFY(played.of(u"order_accepted"_s).empty());
}

void ScenarioTest::timeMayJumpAndNeverRunsBack()
{
    const Played played = play("at 00:01 price ETH 2000\n"
                               "+1s clock +2h\n"
                               "+1s price ETH 2000\n"
                               "+1s intent momentum ETH buy stop 1900\n");
    const auto signal = played.of(u"signal"_s);
    QCOMPARE(signal.size(), std::size_t{1});
    QCOMPARE(signal[0][u"time"].toString(), u"2026-01-05T02:01:03.000Z"_s);
    const Played back = play("at 00:01 price ETH 2000\n"
                             "+1s clock -30s\n"
                             "+1s intent momentum ETH buy stop 1900\n"
                             "+40s intent second BTC buy stop 1900\n");
    QCOMPARE(back.of(u"signal"_s).at(0)[u"time"].toString(), u"2026-01-05T00:01:01.000Z"_s);
    QCOMPARE(back.of(u"refusal"_s).at(0)[u"time"].toString(), u"2026-01-05T00:01:12.000Z"_s);
}

void ScenarioTest::aRestartAtAnEventLosesNothing()
{
    // Whatever the event at which the program dies: the position ends flat, and the money adds up.
    for (const std::string_view event : session::eventNames()) {
        const Played played = play("at 00:01 price ETH 2000\n"
                                   "+1s intent momentum ETH buy stop 1900\n"
                                   "+1s price ETH 2000\n"
                                   "+1s price ETH 2010\n"
                                   "+0s restart at "
                                   + std::string{event}
                                   + "\n+0s operator kill\n"
                                     "+1s price ETH 2020 for 10s every 1s\n"
                                     "expect position momentum ETH flat\n"
                                     "expect working momentum ETH 0\n"
                                     "expect closing momentum ETH idle\n"
                                     "expect halt kill\n"
                                     "expect equity 10020\n"
                                     "expect naked_ms 0\n");
        QVERIFY2(played.outcome.failed.empty(),
                 (std::string{event} + ": "
                  + (played.outcome.failed.empty() ? "" : played.outcome.failed[0].text))
                     .c_str());
    }
}

/// A line "# covers RULE" says in which scenario a rule is shown. What is shown is read from its
/// verdicts: that it lets pass one unit inside its limit and refuses at its edge, lets in again,
/// still refuses after a restart, and keeps out whom it should and nobody else.
void ScenarioTest::everyRuleHasItsScenarios()
{
    std::map<QString, QStringList> missing; // by rule
    const QDir folder{scenarioFolder()};
    for (const QString& name : folder.entryList({u"*.scn"_s})) {
        const QByteArray text = textOf(folder.filePath(name));
        const auto scenario = session::parseScenario(text.toStdString());
        QVERIFY2(scenario.has_value(), qPrintable(name));
        std::optional<Played> played;
        for (const QByteArray& line : text.split('\n')) {
            if (!line.startsWith("# covers ")) {
                continue;
            }
            const QString rule = QString::fromUtf8(line.mid(9));
            QVERIFY2(!missing.contains(rule), qPrintable(rule + u" is covered twice"));
            if (!played) {
                played = playAll(*scenario);
            }
            missing[rule] = missingIn(findingsOf(*played, rule), reachOf(rule.toStdString()));
        }
    }
    QStringList wanting;
    for (const auto& rule : core::standardRules()) {
        const QString name = QString::fromStdString(std::string{rule->info().name});
        if (!missing.contains(name)) {
            wanting.append(name + u": no scenario covers it"_s);
        } else if (!missing[name].isEmpty()) {
            wanting.append(name + u": it is not shown that it "_s + missing[name].join(u", "_s));
        }
    }
    QVERIFY2(wanting.isEmpty(), qPrintable(wanting.join(u'\n')));
}

/// Each refusal names the rule with its limit and what was found (S0.3).
void ScenarioTest::oneDayBreachesEveryRule()
{
    const QByteArray text = textOf(scenarioFolder() + u"/a_whole_day.scn"_s);
    const auto scenario = session::parseScenario(text.toStdString());
    QVERIFY(scenario.has_value());
    const Played day = playAll(*scenario);
    for (const auto& rule : core::standardRules()) {
        const QString name = QString::fromStdString(std::string{rule->info().name});
        const auto findings = findingsOf(day, name);
        const auto refused = [](const Finding& each) {
            return !each.passed;
        };
        QVERIFY2(std::any_of(findings.begin(), findings.end(), refused), qPrintable(name));
    }
}

WICK_TEST(ScenarioTest)
#include "tst_scenario.moc"
