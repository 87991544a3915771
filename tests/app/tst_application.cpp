#include "app/desktop/application.h"
#include "app/desktop/dialogs/parametersdialog.h"
#include "app/desktop/models/tablemodel.h"
#include "app/desktop/views/backtestsetup.h"
#include "app/desktop/views/limitrowwidget.h"
#include "app/desktop/views/numberfield.h"
#include "app/desktop/views/parameterform.h"
#include "app/desktop/views/riskeditor.h"
#include "app/session/replay.h"
#include "core/io/stores/settingsdatabase.h"
#include "tests/support/testregistry.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace wick;
using namespace wick::desktop;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 60'000;

/// The whole program in a folder of its own, ended before the folder goes.
class Desk
{
public:
    explicit Desk(const QString& folder, const QStringList& candles = {})
    {
        auto held = session::DataFolder::take(folder);
        if (held) {
            m_desktop = std::make_unique<Application>(
                std::move(*held),
                DesktopOptions{candles, 0, core::usdc(10'000), QSize{1280, 800}, {}});
            m_desktop->start();
        }
    }
    ~Desk() { end(); }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    void end()
    {
        if (m_desktop == nullptr) {
            return;
        }
        QSignalSpy finished{&m_desktop->session(), &SessionController::finished};
        m_desktop->session().stop();
        if (finished.isEmpty()) {
            finished.wait(kPatienceMs);
        }
        m_desktop.reset();
    }
    Application* operator->() { return m_desktop.get(); }
    [[nodiscard]] bool opened() const { return m_desktop != nullptr; }
    [[nodiscard]] bool warm() const
    {
        const auto latest = m_desktop->session().latest();
        return latest != nullptr && !latest->warmingUp;
    }
    template <typename Child>
    [[nodiscard]] Child* find() const
    {
        return m_desktop->window().findChild<Child*>();
    }
    /// What a person does to change one limit.
    void changeLimit(const QString& key, const QString& text, const QString& note) const
    {
        auto* editor = find<RiskEditor>();
        editor->row(key)->type(text);
        for (auto* field : editor->findChildren<QLineEdit*>()) {
            if (field->placeholderText().startsWith(u"Note"_s)) {
                field->setText(note);
            }
        }
        editor->apply();
    }

private:
    std::unique_ptr<Application> m_desktop;
};

} // namespace

class ApplicationTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aChangedLimitIsInForceStoredAndJournalled();
    void changedParametersAreStoredAndInForceAlsoAfterARestart();
    void parametersThatCannotBeUsedStopTheSession();
    void limitsThatCannotBeReadStopTheSession();
    void limitsThatCannotBeSavedAreNotInForce();
    void withoutItsControlSocketNoSessionBegins();
    void aBacktestOfThePracticeMarketIsWalkedTradeByTrade();
    void aCancelledBacktestLeavesTheResultBefore();
    void closingWhileABacktestRunsEndsBoth();
    void aFolderInUseIsNotShared();
};

void ApplicationTest::changedParametersAreStoredAndInForceAlsoAfterARestart()
{
    const QTemporaryDir folder;
    {
        Desk desk{folder.path()};
        QVERIFY(desk.opened());
        QTRY_VERIFY_WITH_TIMEOUT(desk.warm(), kPatienceMs);
        desk->session().setMarketPaused(true);
        QTRY_VERIFY_WITH_TIMEOUT(desk->session().latest()->marketPaused, kPatienceMs);
        Q_EMIT desk->window().parametersRequested(0);
        auto* dialog = desk.find<ParametersDialog>();
        QVERIFY(dialog != nullptr);
        QVERIFY(!dialog->applyButton().isEnabled()); // nothing differs yet
        dialog->form().numberField(u"target_r"_s)->setNumber(u"99"_s);
        dialog->noteField().setText(u"further away"_s);
        QVERIFY(!dialog->applyButton().isEnabled()); // out of range
        dialog->form().numberField(u"target_r"_s)->setNumber(u"2.25"_s);
        QVERIFY(dialog->applyButton().isEnabled());
        dialog->applyButton().click();
        QTRY_VERIFY_WITH_TIMEOUT(
            desk->session().latest()->engines[0].parameters.find("target_r=2.25")
                != std::string::npos,
            kPatienceMs);
    }
    Desk again{folder.path()};
    QVERIFY(again.opened());
    QTRY_VERIFY_WITH_TIMEOUT(again.warm(), kPatienceMs);
    const auto latest = again->session().latest();
    QVERIFY(latest->engines[0].parameters.find("target_r=2.25") != std::string::npos);
    QVERIFY(latest->engines[1].parameters.find("target_r=2.25") == std::string::npos);
}

void ApplicationTest::parametersThatCannotBeUsedStopTheSession()
{
    const QTemporaryDir folder;
    {
        auto settings = io::SettingsDatabase::open(folder.filePath(u"settings.db"_s));
        QVERIFY(settings.has_value());
        QVERIFY(
            settings
                ->saveParameters({"momentum", "ETH"}, {{"target_r", "a lot"}}, 1, u"someone"_s, {})
                .has_value());
    }
    Desk desk{folder.path()};
    QVERIFY(desk.opened());
    QVERIFY(!desk->session().isRunning());
    auto* box = desk.find<QMessageBox>();
    QVERIFY(box != nullptr);
    QVERIFY(box->informativeText().contains(u"settings.db"_s));
    QVERIFY(box->informativeText().contains(u"target_r"_s));
}

void ApplicationTest::aChangedLimitIsInForceStoredAndJournalled()
{
    const QTemporaryDir folder;
    {
        Desk desk{folder.path()};
        QVERIFY(desk.opened());
        QTRY_VERIFY_WITH_TIMEOUT(desk.warm(), kPatienceMs);
        desk->window().showWorkspace(Workspace::Risk);
        desk.changeLimit(u"daily_loss"_s, u"1.5"_s, u"a smaller day"_s);
        QTRY_COMPARE_WITH_TIMEOUT(desk->session().latest()->limits.fleet.dailyLoss,
                                  std::int64_t{15'000}, kPatienceMs);
    }
    auto settings = io::SettingsDatabase::open(folder.filePath(u"settings.db"_s));
    QVERIFY(settings.has_value());
    const auto versions = settings->limitsVersions(5).value();
    QCOMPARE(versions.size(), std::size_t{1});
    QCOMPARE(versions.front().why, u"a smaller day"_s);
    QCOMPARE(versions.front().changes.front().key, u"daily_loss"_s);
    // The journal holds the change as an input: only then does its replay agree.
    session::ReplayRequest request;
    request.journal = folder.filePath(u"journal.db"_s);
    const auto report = session::replay(request);
    QVERIFY2(report.has_value(), report ? "" : report.error().c_str());
    QVERIFY(report->agrees());

    Desk again{folder.path()};
    QTRY_VERIFY_WITH_TIMEOUT(again.warm(), kPatienceMs);
    QCOMPARE(again->session().latest()->limits.fleet.dailyLoss, std::int64_t{15'000});
}

void ApplicationTest::limitsThatCannotBeReadStopTheSession()
{
    const QTemporaryDir folder;
    QFile file{folder.filePath(u"settings.db"_s)};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    Desk desk{folder.path()};
    QVERIFY(!desk->session().isRunning());
    auto* box = desk.find<QMessageBox>();
    QVERIFY(box != nullptr);
    QVERIFY2(box->informativeText().contains(u"settings.db"_s), qPrintable(box->informativeText()));
    // Nothing of the file was touched.
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray(8192, 'x'));
}

void ApplicationTest::withoutItsControlSocketNoSessionBegins()
{
    const QTemporaryDir folder;
    // A folder stands where the socket should be, and it is not empty.
    QVERIFY(QDir{folder.path()}.mkpath(u"control.sock/occupied"_s));
    Desk desk{folder.path()};
    QTRY_VERIFY_WITH_TIMEOUT(!desk->session().isRunning(), kPatienceMs);
    auto* box = desk.find<QMessageBox>();
    QVERIFY(box != nullptr);
    QVERIFY2(box->informativeText().contains(u"control.sock"_s),
             qPrintable(box->informativeText()));
}

void ApplicationTest::limitsThatCannotBeSavedAreNotInForce()
{
    const QTemporaryDir folder;
    Desk desk{folder.path()};
    QTRY_VERIFY_WITH_TIMEOUT(desk.warm(), kPatienceMs);
    desk->window().showWorkspace(Workspace::Risk);
    {
        // Another program writes to the file for longer than we wait.
        QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        other.setDatabaseName(folder.filePath(u"settings.db"_s));
        QVERIFY(other.open());
        QVERIFY(QSqlQuery{other}.exec(u"BEGIN EXCLUSIVE"_s));
        desk.changeLimit(u"daily_loss"_s, u"1"_s, {});
        QVERIFY(QSqlQuery{other}.exec(u"ROLLBACK"_s));
    }
    QSqlDatabase::removeDatabase(u"other"_s);
    const auto before = desk->session().latest();
    QTRY_VERIFY_WITH_TIMEOUT(desk->session().latest() != before, kPatienceMs);
    QCOMPARE(desk->session().latest()->limits.fleet.dailyLoss, std::int64_t{20'000});
    QCOMPARE(desk.find<RiskEditor>()->changes().size(), std::size_t{1});
}

void ApplicationTest::aBacktestOfThePracticeMarketIsWalkedTradeByTrade()
{
    const QTemporaryDir folder;
    Desk desk{folder.path()};
    QTRY_VERIFY_WITH_TIMEOUT(desk.warm(), kPatienceMs);
    desk->window().showWorkspace(Workspace::BacktestReview);
    desk->backtest().run();
    QTRY_VERIFY_WITH_TIMEOUT(desk->backtest().shown() != nullptr, kPatienceMs);
    const auto run = desk->backtest().shown();

    QVERIFY(run->outcome.result.trades.size() > 2);
    const auto first = desk->backtest().shownTrade();
    QCOMPARE(first, static_cast<qint64>(run->outcome.result.trades.front().id));
    desk->backtest().step(1);
    QCOMPARE(desk->backtest().shownTrade(), static_cast<qint64>(run->outcome.result.trades[1].id));
    desk->backtest().step(-1);
    QCOMPARE(desk->backtest().shownTrade(), first);

    // The same form gives the same result, whatever the session does meanwhile.
    desk->backtest().run();
    QTRY_VERIFY_WITH_TIMEOUT(desk->backtest().shown() != run, kPatienceMs);
    QCOMPARE(desk->backtest().shown()->outcome.result.sessionDigest,
             run->outcome.result.sessionDigest);
}

void ApplicationTest::aCancelledBacktestLeavesTheResultBefore()
{
    const QTemporaryDir folder;
    Desk desk{folder.path()};
    QTRY_VERIFY_WITH_TIMEOUT(desk.warm(), kPatienceMs);
    desk->window().showWorkspace(Workspace::BacktestReview);
    desk->backtest().run();
    QVERIFY(desk->backtest().isRunning());
    desk->backtest().cancel();
    QTRY_VERIFY_WITH_TIMEOUT(!desk->backtest().isRunning(), kPatienceMs);
    QVERIFY(desk->backtest().setup().runButton().isEnabled());
}

void ApplicationTest::closingWhileABacktestRunsEndsBoth()
{
    const QTemporaryDir folder;
    QSettings{folder.filePath(u"desktop.ini"_s), QSettings::IniFormat}.setValue(
        u"closing"_s, static_cast<int>(CloseSetting::StopAndClose));
    Desk desk{folder.path()};
    QTRY_VERIFY_WITH_TIMEOUT(desk.warm(), kPatienceMs);
    desk->window().showWorkspace(Workspace::BacktestReview);
    desk->backtest().run();
    QVERIFY(desk->backtest().isRunning());
    desk->window().close();
    QTRY_VERIFY_WITH_TIMEOUT(!desk->window().isVisible(), kPatienceMs);
    QVERIFY(!desk->session().isRunning());
}

void ApplicationTest::aFolderInUseIsNotShared()
{
    const QTemporaryDir folder;
    Desk desk{folder.path()};
    QVERIFY(desk.opened());
    const auto second = session::DataFolder::take(folder.path());
    QVERIFY(!second.has_value());
    QVERIFY(second.error().fault == session::DataFolder::Fault::InUse);
}

WICK_TEST(ApplicationTest)
#include "tst_application.moc"
