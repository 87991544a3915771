#include "app/desktop/headless/headlessrun.h"

#include "app/desktop/headless/reportfolder.h"
#include "app/desktop/headless/reportsections.h"
#include "app/desktop/text/format.h"
#include "app/session/interrupt.h"
#include "app/session/joberror.h"
#include "core/backtest/practicemarket.h"
#include "core/base/decimal.h"
#include "core/io/csvexport.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cstdio>
#include <set>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Headless)
};

constexpr int kDone = 0;
constexpr int kFailed = 1;
const QLatin1String kPage{"index.html"};
const QLatin1String kTrades{"trades.csv"};
const QLatin1String kJournal{"journal.db"};

void tell(const QString& words)
{
    std::fprintf(stderr, "wick: %s\n", qUtf8Printable(words));
}

void print(const QString& line)
{
    std::printf("%s\n", qUtf8Printable(line));
}

/// Says every tenth of the way once.
class Progress
{
public:
    void show(const QString& what, std::int64_t done, std::int64_t total)
    {
        const std::int64_t tenth = total > 0 ? std::min<std::int64_t>(10, done * 10 / total) : 0;
        if (tenth > m_shown) {
            m_shown = tenth;
            tell(Words::tr("%1, %2 %").arg(what).arg(tenth * 10));
        }
    }

private:
    std::int64_t m_shown = 0;
};

QString plainMoney(core::Money amount)
{
    return QString::fromStdString(core::fixedText(amount.count() / 10'000, 2));
}

QByteArray tradeLog(const session::BacktestOutcome& outcome)
{
    const std::vector<std::string> names = outcome.strategyNames();
    return QByteArray::fromStdString(io::tradeCsv(
        {outcome.setup.instruments, names, outcome.result.trades, outcome.result.openTrades}));
}

/// Everything of one call; `run` is its order.
class HeadlessRun
{
public:
    HeadlessRun(const HeadlessOptions& options, ReportFolder folder)
        : m_options(options)
        , m_folder(std::move(folder))
        , m_interrupted(session::watchForInterrupt())
    {}

    int run()
    {
        auto day = simulate();
        if (!day) {
            tell(day.error());
            return kFailed;
        }
        m_day = std::move(*day);
        tell(Words::tr("painting the charts"));
        const DayFacts facts{seed(), m_options.runFor, kJournal, kTrades};
        m_content.sections.push_back(sessionSection(m_day, facts));
        keep(kTrades, tradeLog(m_day.outcome));
        for (const QString& file : m_options.candleFiles) {
            test(file);
        }
        writePage();
        if (m_problem.isEmpty()) {
            const auto published = m_folder.publish(kPage);
            m_problem = published ? QString{} : published.error();
        }
        if (!m_problem.isEmpty()) {
            tell(m_problem);
            return kFailed;
        }
        summarise();
        return m_failed ? kFailed : kDone;
    }

private:
    [[nodiscard]] std::uint64_t seed() const
    {
        return m_options.seed == 0 ? core::kPracticeSeed : m_options.seed;
    }

    core::Result<PracticeDay, QString> simulate()
    {
        tell(Words::tr("practice market, synthetic prices: %1 of market time with three engines")
                 .arg(durationText(core::toMilliseconds(m_options.runFor))));
        Progress progress;
        PracticeDayRequest request;
        request.practice.seed = m_options.seed;
        request.practice.balance = m_options.balance;
        request.practice.speed = session::Speed::Max;
        request.practice.runFor = m_options.runFor;
        request.folder = &m_folder.unfinished();
        request.interrupted = &m_interrupted;
        request.progress = [&](const session::Snapshot& now) {
            progress.show(Words::tr("practice market"),
                          core::toMilliseconds(now.now - now.startedAt),
                          core::toMilliseconds(m_options.runFor));
        };
        return runPracticeDay(request);
    }

    /// Puts a file into the unfinished report; the first that fails ends it.
    void keep(const QString& name, const QByteArray& content)
    {
        const auto written = m_folder.write(name, content);
        if (!written && m_problem.isEmpty()) {
            m_problem = written.error();
        }
    }

    /// A beginning for the names of a candle file's pictures that no other has.
    QString nameFor(const QString& file)
    {
        const QString stem = u"backtest-"_s + QFileInfo{file}.fileName().section(u'.', 0, 0);
        QString name = stem;
        for (int number = 2; !m_names.insert(name).second; ++number) {
            name = u"%1-%2"_s.arg(stem).arg(number);
        }
        return name;
    }

    void test(const QString& file)
    {
        ReportSection section;
        section.title = Words::tr("Backtest: %1").arg(QFileInfo{file}.fileName());
        if (m_interrupted.load()) {
            section.problem = Words::tr("Not run: interrupted.");
            m_content.sections.push_back(std::move(section));
            return;
        }
        Progress progress;
        session::JobControl control;
        control.cancel = &m_interrupted;
        control.progress = [&](session::JobPhase phase, std::int64_t done, std::int64_t total) {
            if (phase == session::JobPhase::Running) {
                progress.show(file, done, total);
            }
        };
        const auto tested = testCandles(file, control);
        if (tested) {
            const QString name = nameFor(file);
            const QString log = name + u"-trades.csv"_s;
            keep(log, tradeLog(tested->outcome));
            const core::BacktestResult& result = tested->outcome.result;
            m_lines.append(QStringList{u"backtest"_s, file, tested->choice.strategy, u"trades"_s,
                                       QString::number(result.trades.size()), u"net"_s,
                                       plainMoney(tested->outcome.metrics.netProfit), u"digest"_s,
                                       QString::fromStdString(result.sessionDigest)}
                               .join(u' '));
            section = candleSection(file, *tested, name, log);
        } else if (tested.error().fault == session::JobFault::Cancelled) {
            section.problem = Words::tr("Interrupted: nothing is shown of an unfinished backtest.");
        } else {
            section.problem = QString::fromStdString(session::describe(tested.error()));
            tell(section.problem);
            m_failed = true;
        }
        m_content.sections.push_back(std::move(section));
    }

    void writePage()
    {
        m_content.title = Words::tr("Wick: a day on the practice market");
        const std::string_view badge =
            session::badge(session::Mode::Paper, session::Profile::Practice);
        m_content.badge = QString::fromUtf8(badge.data(), static_cast<qsizetype>(badge.size()));
        m_content.notice =
            Words::tr("The practice market is synthetic: a seeded generator makes its prices, and "
                      "every order is on paper. No exchange is connected. The results show how the "
                      "program works; they say nothing about profit.");
        for (const ReportSection& section : m_content.sections) {
            for (const ReportPicture& picture : section.pictures) {
                keep(picture.name + u"-light.png"_s, picture.light);
                keep(picture.name + u"-dark.png"_s, picture.dark);
            }
        }
        keep(kPage, reportPage(m_content));
    }

    void summarise() const
    {
        const core::BacktestResult& result = m_day.outcome.result;
        if (m_interrupted.load()) {
            print(Words::tr("interrupted: the report shows what was done until then"));
        }
        print(Words::tr("practice market, synthetic prices, paper orders"));
        print(u"market_time "_s + durationText(core::toMilliseconds(result.last - result.first)));
        print(u"equity "_s + plainMoney(result.balance));
        print(u"trades %1"_s.arg(result.trades.size()));
        for (std::size_t i = 0; i < m_day.end->engines.size(); ++i) {
            const session::EngineStatus& engine = m_day.end->engines[i];
            const auto trades =
                std::count_if(result.trades.begin(), result.trades.end(),
                              [&](const auto& trade) { return trade.engine == engine.id; });
            print(u"engine %1 %2 trades %3 decisions %4"_s
                      .arg(QString::fromStdString(engine.strategy),
                           QString::fromStdString(engine.symbol))
                      .arg(trades)
                      .arg(QString::fromStdString(result.decisionDigests[i])));
        }
        print(u"signals %1 refused %2"_s.arg(result.signals).arg(result.refusals));
        print(u"positions_open %1"_s.arg(m_day.end->positions.size()));
        print(u"digest "_s + QString::fromStdString(result.sessionDigest));
        for (const QString& line : m_lines) {
            print(line);
        }
        print(u"report "_s + QDir{m_folder.path()}.filePath(kPage));
    }

    const HeadlessOptions& m_options;
    ReportFolder m_folder;
    const std::atomic<bool>& m_interrupted;
    PracticeDay m_day;
    ReportContent m_content;
    QStringList m_lines;
    QString m_problem; ///< why the report cannot be written
    std::set<QString> m_names;
    bool m_failed = false; ///< a candle file could not be used
};

} // namespace

int runHeadless(const HeadlessOptions& options)
{
    auto folder = ReportFolder::open(options.reportFolder);
    if (!folder) {
        tell(folder.error());
        return kFailed;
    }
    return HeadlessRun{options, std::move(*folder)}.run();
}

} // namespace wick::desktop
