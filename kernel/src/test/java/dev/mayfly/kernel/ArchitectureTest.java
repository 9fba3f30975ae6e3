package dev.mayfly.kernel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between rooms, as ARCHITECTURE.md draws them. */
@AnalyzeClasses(packages = "dev.mayfly", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule theEngineKnowsNeitherKernelNorProvisionerNorFrontEnds = noClasses()
            .that()
            .resideInAPackage("dev.mayfly.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.mayfly.kernel..",
                    "dev.mayfly.provisioner..",
                    "jdk.jshell..",
                    "org.jline..",
                    "org.zeromq..",
                    "org.dflib..",
                    "software.amazon.awssdk.services.ec2..");

    @ArchTest
    static final ArchRule theProvisionerKnowsNeitherEngineNorKernel = noClasses()
            .that()
            .resideInAPackage("dev.mayfly.provisioner..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.mayfly.engine..", "dev.mayfly.kernel..", "org.apache.spark..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule whatTheEngineStandsOnDoesNotKnowIt = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.mayfly.engine.source..",
                    "dev.mayfly.engine.fetch..",
                    "dev.mayfly.engine.spill..",
                    "dev.mayfly.engine.file..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.mayfly.engine",
                    "dev.mayfly.engine.local..",
                    "dev.mayfly.engine.sink..",
                    "dev.mayfly.engine.s3..",
                    "dev.mayfly.engine.closure..",
                    "dev.mayfly.engine.node..",
                    "dev.mayfly.engine.spark..");

    @ArchTest
    static final ArchRule whatExecutorsLoadNeedsNoConnectClient = noClasses()
            .that()
            .resideInAnyPackage("dev.mayfly.engine.node..", "dev.mayfly.engine.closure..", "dev.mayfly.engine.local..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.mayfly.engine.spark..", "dev.mayfly.engine.s3..", "org.apache.spark.sql..");

    @ArchTest
    static final ArchRule thePublicApiDoesNotKnowItsBackendsAndSinks = noClasses()
            .that()
            .resideInAPackage("dev.mayfly.engine")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.mayfly.engine.local..",
                    "dev.mayfly.engine.sink..",
                    "dev.mayfly.engine.s3..",
                    "dev.mayfly.engine.closure..",
                    "dev.mayfly.engine.node..",
                    "dev.mayfly.engine.spark..");

    @ArchTest
    static final ArchRule theSessionKnowsNoFrontEndAndNoEngine = noClasses()
            .that()
            .resideInAPackage("dev.mayfly.kernel.session..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.mayfly.engine..",
                    "dev.mayfly.provisioner..",
                    "dev.mayfly.kernel.cell..",
                    "dev.mayfly.kernel.display..",
                    "dev.mayfly.kernel.jupyter..",
                    "dev.mayfly.kernel.terminal..",
                    "dev.mayfly.kernel.report..",
                    "dev.mayfly.kernel.cli..",
                    "org.jline..",
                    "org.zeromq..",
                    "org.dflib..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule cellsKnowNeitherJupyterNorJLine = noClasses()
            .that()
            .resideInAnyPackage("dev.mayfly.kernel.cell..", "dev.mayfly.kernel.display..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.mayfly.kernel.jupyter..",
                    "dev.mayfly.kernel.terminal..",
                    "dev.mayfly.kernel.report..",
                    "dev.mayfly.kernel.cli..",
                    "org.jline..",
                    "org.zeromq..");

    @ArchTest
    static final ArchRule frontEndsDoNotKnowEachOther = slices().matching(
                    "dev.mayfly.kernel.(jupyter|terminal|report)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheTerminalSpeaksToJLineAndOnlyJupyterToZeroMq = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.mayfly.kernel.terminal..", "dev.mayfly.kernel.jupyter..", "dev.mayfly.kernel.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jline..", "org.zeromq..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.mayfly.(**)").should().beFreeOfCycles();
}
