#include "app/desktop/views/safetybuttons.h"
#include "tests/support/testregistry.h"

#include <QSignalSpy>

using namespace wick::desktop;
using namespace Qt::StringLiterals;

class SafetyButtonsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aHoldOfNineTenthsDoesNotFlatten();
    void aHoldOfASecondFlattensOnce();
    void theKeyboardHoldsToo();
    void escapeCancelsTheHold();
    void twoChordsFlatten();
    void aRunningFlattenCannotBeStartedAgain();
    void flattenSpeaksItsState();
    void killActsAtOnePress();
    void killedItOffersTheRelease();
    void lockTogglesByKeyboard();

private:
    [[nodiscard]] SteadyMs clock()
    {
        return [this] {
            return m_now;
        };
    }

    qint64 m_now = 0;
};

void SafetyButtonsTest::aHoldOfNineTenthsDoesNotFlatten()
{
    FlattenButton button{clock()};
    const QSignalSpy flattened{&button, &FlattenButton::flattenRequested};
    QTest::mousePress(&button, Qt::LeftButton);
    QVERIFY(button.isArmed());
    m_now += 900;
    button.advance();
    QTest::mouseRelease(&button, Qt::LeftButton);
    m_now += 5000;
    button.advance();
    QCOMPARE(flattened.count(), 0);
    QVERIFY(!button.isArmed());
}

void SafetyButtonsTest::aHoldOfASecondFlattensOnce()
{
    FlattenButton button{clock()};
    const QSignalSpy flattened{&button, &FlattenButton::flattenRequested};
    QTest::mousePress(&button, Qt::LeftButton);
    m_now += 1000;
    button.advance();
    m_now += 500;
    button.advance();
    QTest::mouseRelease(&button, Qt::LeftButton);
    QCOMPARE(flattened.count(), 1);
}

void SafetyButtonsTest::theKeyboardHoldsToo()
{
    FlattenButton button{clock()};
    const QSignalSpy flattened{&button, &FlattenButton::flattenRequested};
    QTest::keyPress(&button, Qt::Key_Space);
    QVERIFY(button.isArmed());
    m_now += 900;
    QTest::keyRelease(&button, Qt::Key_Space);
    QCOMPARE(flattened.count(), 0);
    QTest::keyPress(&button, Qt::Key_Return);
    m_now += 1000;
    QTest::keyRelease(&button, Qt::Key_Return);
    QCOMPARE(flattened.count(), 1);
}

void SafetyButtonsTest::escapeCancelsTheHold()
{
    FlattenButton button{clock()};
    const QSignalSpy flattened{&button, &FlattenButton::flattenRequested};
    QTest::mousePress(&button, Qt::LeftButton);
    m_now += 500;
    QTest::keyClick(&button, Qt::Key_Escape);
    QVERIFY(!button.isArmed());
    m_now += 1000;
    button.advance();
    QTest::mouseRelease(&button, Qt::LeftButton);
    QCOMPARE(flattened.count(), 0);
}

void SafetyButtonsTest::twoChordsFlatten()
{
    FlattenButton button{clock()};
    const QSignalSpy flattened{&button, &FlattenButton::flattenRequested};
    button.chord();
    m_now += 1001;
    button.chord();
    QCOMPARE(flattened.count(), 0);
    m_now += 400;
    button.chord();
    QCOMPARE(flattened.count(), 1);
}

void SafetyButtonsTest::aRunningFlattenCannotBeStartedAgain()
{
    FlattenButton button{clock()};
    const QSignalSpy flattened{&button, &FlattenButton::flattenRequested};
    FlattenState state;
    state.phase = FlattenPhase::Running;
    button.setState(state);
    button.chord();
    m_now += 100;
    button.chord();
    QTest::mousePress(&button, Qt::LeftButton);
    m_now += 2000;
    button.advance();
    QCOMPARE(flattened.count(), 0);
}

void SafetyButtonsTest::flattenSpeaksItsState()
{
    FlattenButton button{clock()};
    QCOMPARE(button.accessibleName(), u"Flatten all, idle"_s);
    FlattenState state;
    state.phase = FlattenPhase::Running;
    state.closed = 1;
    state.toClose = 2;
    state.cancelled = 4;
    state.toCancel = 4;
    state.elapsedMs = 2100;
    button.setState(state);
    QCOMPARE(button.accessibleName(), u"Flatten all, Closing 1 of 2, cancelled 4 of 4 · 2.1 s"_s);
    state.phase = FlattenPhase::VerifiedFlat;
    state.verifiedAtMs = 1'776'988'800'000 + (11 * 3600 + 58 * 60 + 20) * qint64{1000};
    state.elapsedMs = 2800;
    button.setState(state);
    QCOMPARE(button.accessibleName(), u"Flatten all, Verified flat, 11:58:20 · took 2.8 s"_s);
    state.phase = FlattenPhase::NotFlat;
    state.left = u"0.412 ETH"_s;
    state.retry = 3;
    button.setState(state);
    QCOMPARE(button.accessibleName(),
             u"Flatten all, NOT flat: act now, 0.412 ETH left · retry 3"_s);
}

void SafetyButtonsTest::killActsAtOnePress()
{
    KillButton button;
    const QSignalSpy killed{&button, &KillButton::killRequested};
    QCOMPARE(button.accessibleName(), u"Kill switch, idle"_s);
    QTest::mousePress(&button, Qt::LeftButton);
    QCOMPARE(killed.count(), 1); // at the press, not at the release
    QTest::mouseRelease(&button, Qt::LeftButton);
    QCOMPARE(killed.count(), 1);
    QTest::keyPress(&button, Qt::Key_Return);
    QCOMPARE(killed.count(), 2);
    button.kill();
    QCOMPARE(killed.count(), 3);
}

void SafetyButtonsTest::killedItOffersTheRelease()
{
    KillButton button;
    const QSignalSpy killed{&button, &KillButton::killRequested};
    const QSignalSpy released{&button, &KillButton::releaseRequested};
    button.setKilled(true, 1'776'988'800'000 + (12 * 3600 + 2 * 60 + 44) * qint64{1000});
    QCOMPARE(button.accessibleName(), u"Kill switch, killed 12:02:44"_s);
    QTest::mouseClick(&button, Qt::LeftButton);
    button.kill(); // the chord never releases
    QCOMPARE(killed.count(), 0);
    QCOMPARE(released.count(), 1);
}

void SafetyButtonsTest::lockTogglesByKeyboard()
{
    LockButton button;
    QSignalSpy lock{&button, &LockButton::lockRequested};
    QTest::keyClick(&button, Qt::Key_Space);
    QCOMPARE(lock.takeFirst().at(0).toBool(), true);
    button.setLocked(true);
    QCOMPARE(button.accessibleName(), u"Lock entries, on, entries locked"_s);
    QTest::keyClick(&button, Qt::Key_Return);
    QCOMPARE(lock.takeFirst().at(0).toBool(), false);
}

WICK_TEST(SafetyButtonsTest)
#include "tst_safetybuttons.moc"
