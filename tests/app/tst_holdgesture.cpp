#include "app/desktop/views/holdgesture.h"
#include "tests/support/testregistry.h"

using namespace wick::desktop;

class HoldGestureTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firesOnceAfterAFullSecond();
    void anEarlyReleaseDoesNothing();
    void twoChordsWithinASecondCount();
    void aLateSecondChordIsAFirstOne();
};

void HoldGestureTest::firesOnceAfterAFullSecond()
{
    HoldGesture gesture;
    gesture.press(5'000);
    QVERIFY(!gesture.advance(5'900));
    QCOMPARE(gesture.leftMs(5'900), 100);
    QCOMPARE(gesture.progress(5'500), 0.5);
    QVERIFY(!gesture.advance(5'999));
    QVERIFY(gesture.advance(6'000));
    QVERIFY(!gesture.advance(6'100));
    QVERIFY(!gesture.isArmed());
}

void HoldGestureTest::anEarlyReleaseDoesNothing()
{
    HoldGesture gesture;
    gesture.press(0);
    QVERIFY(!gesture.advance(900));
    gesture.cancel();
    QVERIFY(!gesture.advance(2'000));
    QCOMPARE(gesture.progress(2'000), 0.0);
}

void HoldGestureTest::twoChordsWithinASecondCount()
{
    HoldGesture gesture;
    QVERIFY(!gesture.chord(100));
    QVERIFY(gesture.chord(1'100));
    QVERIFY(!gesture.chord(1'200)); // a third is a first again
}

void HoldGestureTest::aLateSecondChordIsAFirstOne()
{
    HoldGesture gesture;
    QVERIFY(!gesture.chord(0));
    QVERIFY(!gesture.chord(1'001));
    QVERIFY(gesture.chord(1'500));
}

WICK_TEST(HoldGestureTest)
#include "tst_holdgesture.moc"
