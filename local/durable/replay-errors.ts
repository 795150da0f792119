const changed = 'Was a change made to the orchestrator code after this instance had already started running?';

interface RecordedActivity {
  readonly id: number;
  readonly name: string;
}

/** The replay and the recorded history disagree. Texts as DurableTask.Core 3 writes them (TaskOrchestrationContext.cs). */
export class NonDeterminism extends Error {
  override readonly name = 'NonDeterminism';

  static activityMissing({ id, name }: RecordedActivity): NonDeterminism {
    return new NonDeterminism(
      `A previous execution of this orchestration scheduled an activity task with sequence ID ${id} and name '${name}' (version ''), but the current replay execution hasn't (yet?) scheduled this task. ${changed}`,
    );
  }

  static activityReplaced({ id, name }: RecordedActivity): NonDeterminism {
    return new NonDeterminism(
      `A previous execution of this orchestration scheduled an activity task with sequence number ${id} named '${name}', but the current orchestration replay instead produced a CreateTimerOrchestratorAction action with this sequence number. ${changed}`,
    );
  }

  static activityRenamed({ id, name }: RecordedActivity, now: string): NonDeterminism {
    return new NonDeterminism(
      `A previous execution of this orchestration scheduled an activity task with sequence number ${id} named '${name}', but the current orchestration replay instead scheduled an activity task named '${now}' with this sequence number.  ${changed}`,
    );
  }

  static timerMissing(id: number): NonDeterminism {
    return new NonDeterminism(
      `A previous execution of this orchestration scheduled a timer task with sequence number ${id} but the current replay execution hasn't (yet?) scheduled this task. ${changed}`,
    );
  }

  static timerReplaced(id: number): NonDeterminism {
    return new NonDeterminism(
      `A previous execution of this orchestration scheduled a timer task with sequence number ${id} named but the current orchestration replay instead produced a ScheduleTaskOrchestratorAction action with this sequence number. ${changed}`,
    );
  }
}

/** The orchestrator asked for something that the product does not use, so this engine does not have it. */
export class UnsupportedAction extends Error {
  override readonly name = 'UnsupportedAction';

  constructor(action: string, type: number) {
    super(
      `The embedded durable engine does not support the action ${action} (actionType ${type}). Supported: activities, timers, continueAsNew, Task.all and Task.any over them; see local/durable/README.md.`,
    );
  }
}
