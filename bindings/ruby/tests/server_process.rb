# frozen_string_literal: true

# A web server of a test, in a process of its own. The system chooses its port, and the server's log names it.
class ServerProcess
  # Seconds: a loaded machine may need minutes, and a test that passes never waits this long.
  START_LIMIT = 600
  STOP_LIMIT = 10

  # @param command [Array<String>] starts the server on port 0
  def initialize(*command, folder:, log:, environment: {})
    @log = log
    @pid = spawn(environment, *command, chdir: folder, out: log, err: %i[child out])
  end

  # Waits until the server listens.
  #
  # @return [Integer]
  def port
    @port ||= wait_for(START_LIMIT) { log[%r{Listening on http://[^:\s]+:(\d+)\s}, 1]&.to_i || (raise("the server ended: #{log}") if ended?) } ||
              raise("the server does not start: #{log}")
  end

  def log = File.read(@log)

  # puma ends after all its threads have ended. Sometimes a thread never ends.
  def stop
    return if ended?

    Process.kill("TERM", @pid)
    return if wait_for(STOP_LIMIT) { ended? }

    Process.kill("KILL", @pid)
    Process.wait(@pid)
  end

  private

  def ended? = @ended ||= !Process.wait(@pid, Process::WNOHANG).nil?

  # Calls the block until it gives something, and returns that; nil after the limit.
  def wait_for(seconds)
    limit = Process.clock_gettime(Process::CLOCK_MONOTONIC) + seconds
    until (result = yield)
      return if Process.clock_gettime(Process::CLOCK_MONOTONIC) > limit

      sleep 0.1
    end
    result
  end
end
